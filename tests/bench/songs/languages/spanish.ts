import { type Language, listLines, listWords } from "./language.ts";

export const SPANISH: Language = {
  name: "Spanish",
  share: 90,
  words: listWords(`
    amor corazón vida noche mujer luna mundo cielo sol mar tiempo alma día ojos canción sueño
    camino flor tierra viento fuego agua beso dolor adiós niña niño amigo madre padre hermano
    guitarra baile fiesta ciudad calle casa puerta ventana sangre piel mano boca voz silencio
    sombra luz estrella lluvia nieve invierno verano primavera otoño mañana tarde ayer hoy siempre
    nunca nada todo solo sola loco loca triste alegre bonita linda negra blanca morena rubia verde
    azul rojo negro blanco dulce amargo frío caliente libre perdido perdida herido ciego eterno
    último primera viejo nuevo paloma gavilán caballo toro gallo perro gato pájaro mariposa rosa
    clavel jazmín laurel palma río montaña valle playa isla puerto barco tren carretera bandera
    guerra paz soldado rey reina santo virgen dios ángel diablo cruz pecado perdón promesa mentira
    verdad secreto recuerdo olvido carta palabra nombre retrato espejo copa vino tequila tango
    bolero rumba cumbia salsa ranchera vals milonga bulería fandango serenata tonada copla son
    quiero vivir morir soñar bailar cantar llorar volver olvidar besar esperar volar caminar
    despierta vuelve dime dame ven mírame quédate llévame perdóname bésame cántame corazones
    lágrimas cadenas promesas caricias veneno miel locura ilusión esperanza libertad soledad
    tormenta relámpago amanecer medianoche madrugada horizonte frontera pueblo rancho hacienda
    cuchillo espina ceniza arena piedra oro plata cristal`),
  phrases: listLines(`
    W
    el W
    la W
    mi W
    W W
    W de W
    el W de la W
    la W del W
    W y W
    W en la W
    un W para ti
    no me W
    te W
    si tú me W
    por qué W
    a mi W
    como una W
    sin W
    para N
    N
    R
    la R
    W de R
    yo soy W
    ay W
    cuando W
    entre el W y la W
    qué W
    ¿dónde está mi W?
    ¡W!
    adiós W
    bajo el W de P
    los W W
    una W más`),
  firstNames: listWords(`
    josé maría juan carmen antonio ana francisco isabel manuel lucía pedro rosa luis elena carlos
    pilar miguel dolores ángel mercedes jesús teresa javier julia rafael paloma fernando soledad
    ramón rocío andrés beatriz joaquín consuelo víctor celia tomás lola rubén chavela vicente
    natalia silvio violeta pablo mónica raúl gloria sebastián ximena martín`),
  surnames: listWords(`
    garcía gonzález rodríguez fernández lópez martínez sánchez pérez gómez martín jiménez ruiz
    hernández díaz moreno álvarez muñoz romero alonso gutiérrez navarro torres domínguez vázquez
    ramos gil ramírez serrano blanco molina morales suárez ortega delgado castro ortiz rubio marín
    sanz núñez iglesias medina garrido santos castillo cortés lozano guerrero cano prieto méndez
    calvo cruz gallego vidal león herrera peña flores cabrera campos vega fuentes carrasco`),
  places: listWords(`
    madrid sevilla granada barcelona valencia málaga habana bogotá lima quito caracas santiago
    mendoza rosario veracruz jalisco guadalajara oaxaca medellín cartagena montevideo asunción`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    F S S
    F F S
    los W W
    los Ws
    las Ws
    la W
    el W de P
    grupo R
    orquesta de P
    trío los Ws
    mariachi R
    F y F
    los hermanos S
    conjunto R
    R
    W W
    el R
    la niña de los Ws`),
  onsets: listWords(`
    b br c ch cr d f fl g gr h j l ll m n ñ p pl pr qu r rr s t tr v y z c d l m n r s t`),
  nuclei: listWords(`a e i o u a e o a o ia ie ue á é í ó an en on ar er or al el`),
  endings: listWords(`
    o a os as es ar er ir ón ción dad illo illa ito ita ero era ado ada ez al ín ano ana ura eza
    ente ante oso osa`),
  capitals: "first",
  remarks: listLines(`
    (En Vivo)
    (En vivo desde %p)
    (Remasterizado %y)
    (Versión acústica)
    [Radio Edit]
    (Bolero)
    (Ranchera)
    (Instrumental)
    (Remix)`),
};
