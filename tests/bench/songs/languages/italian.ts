import { type Language, listLines, listWords } from "./language.ts";

export const ITALIAN: Language = {
  name: "Italian",
  share: 40,
  words: listWords(`
    amore cuore vita notte giorno mondo cielo sole luna mare tempo sogno canzone donna uomo ragazza
    bambino amico mamma padre casa strada città fiore rosa vento pioggia neve fuoco acqua terra
    stella ombra luce silenzio voce mano occhi bocca lacrima bacio addio sempre mai niente tutto
    solo sola pazzo triste felice bella bello piccolo grande vecchio nuovo ultimo prima azzurro
    bianco nero rosso verde dolce amaro libero perduto eterno estate inverno primavera autunno
    mattino sera mezzanotte domani ieri oggi domenica sabato gabbiano cavallo farfalla rondine
    fiume montagna valle spiaggia isola porto barca treno ponte giardino albero vino pane porta
    finestra specchio lettera parola storia segreto promessa bugia verità memoria ricordo perdono
    guerra pace soldato re regina angelo diavolo dio preghiera croce campana valzer tarantella
    serenata ninna romanza aria barcarola amare vivere morire cantare ballare piangere partire
    restare aspettare volare sognare camminare torna vieni dimmi dammi guardami baciami anima
    sangue pelle respiro libertà felicità nostalgia malinconia tempesta tramonto alba orizzonte
    cenere sabbia pietra oro argento cristallo zingara pagliaccio marinaio straniero vagabondo
    bandiera fontana piazza chitarra mandolino violino festa maschera carnevale follia gelosia`),
  phrases: listLines(`
    W
    il W
    la W
    mia W
    W mio
    W W
    W di W
    il W della W
    W e W
    nel W
    sul W di P
    io ti W
    non W
    non ti W
    se tu W
    che W
    come una W
    senza W
    N
    R
    la R
    W Per N
    o W
    un'W
    l'W
    quando W
    il W è W
    perché W
    vola W
    le W di P
    ma che W
    una W d'W`),
  firstNames: listWords(`
    giuseppe maria giovanni anna antonio lucia mario rosa luigi paola franco mina gino ornella
    lucio milva adriano patty domenico fiorella fabrizio gianna claudio laura paolo elisa enzo
    nada renato mia riccardo giorgia umberto loredana massimo ivana nicolò noemi ettore dalida`),
  surnames: listWords(`
    rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti costa
    giordano mancini rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara
    galli martini leone longo gentile martinelli vitale lombardo serra coppola conte villa fabbri
    bianco marchetti parisi grassi d'angelo de luca di stefano verdi puccini rossini bellini
    donizetti vivaldi`),
  places: listWords(`
    roma napoli milano venezia firenze torino palermo genova bologna sorrento capri amalfi verona
    sanremo siena bari`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    i Ws
    i W di P
    la W W
    orchestra di P
    coro di P
    quartetto S
    R
    W W
    F e F
    i R
    nuova W
    il W della W`),
  onsets: listWords(`
    b br c ch cr d f fr g gh gl gn gr l m n p pr qu r s sc sp st t tr v z c l m n r s t`),
  nuclei: listWords(`a e i o u a e i o ia io ie uo an en in on ar er or al el`),
  endings: listWords(`
    o a i e ino ina etto etta ello ella one oni aro ero are ere ire ato ata ità zione mento ezza
    oso osa ale ente anza acci ucci`),
  capitals: "first",
  remarks: listLines(`
    (Live)
    (Live a %p)
    (Dal vivo)
    (Remastered %y)
    (Versione acustica)
    [Radio Edit]
    (Strumentale)
    (Sanremo %y)`),
};
