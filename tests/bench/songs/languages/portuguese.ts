import { type Language, listLines, listWords } from "./language.ts";

export const PORTUGUESE: Language = {
  name: "Portuguese",
  share: 50,
  words: listWords(`
    amor coração vida noite mulher lua mundo céu sol mar tempo alma dia olhos canção sonho caminho
    flor terra vento fogo água beijo dor adeus menina menino amigo mãe pai irmão violão samba
    saudade cidade rua casa porta janela sangue pele mão boca voz silêncio sombra luz estrela
    chuva inverno verão primavera outono manhã tarde ontem hoje amanhã sempre nunca nada tudo só
    sozinho louco triste alegre bonita linda morena preto branco verde azul vermelho doce amargo
    livre perdido cego eterno último primeira velho novo pássaro cavalo borboleta gaivota rosa
    jasmim rio montanha praia ilha porto barco trem estrada bandeira guerra paz rei rainha santo
    deus anjo diabo cruz pecado perdão promessa mentira verdade segredo lembrança carta palavra
    nome retrato espelho vinho fado bossa choro forró baião marcha valsa batucada viver morrer
    sonhar dançar cantar chorar voltar esquecer beijar esperar voar caminhar acorda volta me diz
    vem olha fica leva coragem esperança liberdade solidão ilusão tempestade madrugada horizonte
    fronteira sertão favela carnaval tamborim pandeiro cuíca areia pedra ouro prata cristal
    passarinho andorinha garoa ipanema malandro feitiço desafinado maré cais lágrima paixão`),
  phrases: listLines(`
    W
    o W
    a W
    meu W
    minha W
    W W
    W de W
    o W da W
    W e W
    no W
    na W
    não me W
    eu te W
    se você W
    por que W
    como uma W
    sem W
    N
    R
    W do R
    ai W
    quando W
    que W
    a W de N
    W em P
    você é W
    é W
    um W pra N
    de W em W
    até W
    as Ws de P
    samba da W
    garota de P`),
  firstNames: listWords(`
    josé maria joão ana antônio elis francisco gal carlos nara paulo maysa pedro alcione luís clara
    marcos elza chico dalva caetano beth gilberto rosa milton zélia jorge marisa roberto adriana
    tom astrud vinícius leila amália mariza camané dulce zeca sérgio ivete djavan conceição`),
  surnames: listWords(`
    silva santos oliveira souza rodrigues ferreira alves pereira lima gomes costa ribeiro martins
    carvalho almeida lopes soares fernandes vieira barbosa rocha dias nascimento andrade moreira
    nunes marques machado mendes freitas cardoso ramos gonçalves santana teixeira araújo pinto
    correia cavalcanti moraes jobim veloso buarque assunção guimarães magalhães simões`),
  places: listWords(`
    lisboa porto coimbra rio bahia salvador recife olinda brasília santos belém fortaleza copacabana
    ipanema luanda maputo mindelo`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    F S S
    os Ws
    as Ws
    grupo R
    trio R
    banda R
    F e F
    R
    F da W
    orquestra de P
    W W
    mc F
    os W de P
    escola de samba W de P`),
  onsets: listWords(`
    b br c ch cr d f fl g gr j l lh m n nh p pr qu r s t tr v x z c d l m n r s t`),
  nuclei: listWords(`a e i o u a e o ã õe ão ei ou ia á é í ó an en in ar er or al`),
  endings: listWords(`
    o a os as es ar er ir ão ção dade inho inha eiro eira ado ada al ano ana ura eza ente ante oso
    osa im em`),
  capitals: "first",
  remarks: listLines(`
    (Ao Vivo)
    (Ao vivo em %p)
    (Remasterizado %y)
    (Acústico)
    [Radio Edit]
    (Instrumental)
    (Remix)`),
};
