import { type Language, listLines, listWords } from "./language.ts";

export const GERMAN: Language = {
  name: "German",
  share: 70,
  words: listWords(`
    liebe herz nacht leben tag welt zeit himmel sonne mond stern meer wind wasser feuer erde licht
    schatten traum lied mann frau mädchen junge kind mutter vater bruder schwester freund haus
    heimat stadt straße weg brücke tür fenster garten blume rose baum wald berg tal fluss see
    insel schiff zug wagen pferd hund vogel adler schmetterling regen schnee sturm donner blitz
    nebel frühling sommer herbst winter morgen abend mitternacht gestern heute immer niemals nie
    wieder allein zusammen frei verloren vergessen ewig jung alt neu schön klein groß blau rot
    schwarz weiß grün golden kalt heiß still laut süß bitter treu wild glück schmerz tränen
    sehnsucht hoffnung freude leid angst mut stolz ehre freiheit frieden krieg soldat könig königin
    prinz engel teufel gott gebet kirche glocken kreuz lüge wahrheit geheimnis versprechen
    erinnerung brief wort name bild spiegel wein bier tanz walzer marsch polka wiegenlied ständchen
    ballade serenade lieben leben sterben singen tanzen weinen lachen gehen bleiben warten träumen
    fliegen fallen küssen vergeben schlafen wandern komm bleib sag geh hör halt augen hände lippen
    mund stimme seele blut haut gold silber eisen stein glas seide rauch asche flamme funken sand
    ufer hafen ferne horizont abschied wiedersehen morgenrot abendrot mondschein sonnenschein
    lorelei wanderer jäger müller zigeuner matrose räuber bettler`),
  phrases: listLines(`
    W
    der W
    die W
    das W
    mein W
    meine W
    W W
    W und W
    W der W
    W im W
    W am W
    im W
    in der W
    auf dem W
    die W und der W
    ich W dich
    ich W nicht
    du bist mein W
    wenn der W W
    ein W für N
    N
    R
    die R
    wo ist die W
    W ohne W
    für immer W
    nur die W
    weil ich dich W
    so ein W
    über den Wn
    unter dem W
    schönes W
    guten W
    ach W
    W aus P`),
  firstNames: listWords(`
    hans anna peter maria wolfgang ursula klaus monika jürgen helga günter renate horst ingrid
    dieter karin manfred gisela uwe heike jörg käthe ludwig clara johann franziska karl elisabeth
    friedrich luise heinrich marlene otto lotte ernst gretel fritz trude udo nena rainer annette
    götz jürg björn sören käte zoë theo hildegard rolf brünhilde`),
  surnames: listWords(`
    müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schäfer koch bauer
    richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann hartmann lange
    schmitt werner schmitz krause meier lehmann schmid schulze maier köhler herrmann könig walter
    mayer huber kaiser fuchs peters lang scholz möller weiß jung hahn schubert vogel friedrich
    keller günther frank berger winkler roth beck lorenz baumann franke albrecht schuster simon
    böhm winter kraus schumacher krämer vogt stein jäger otto sommer groß seidel heinrich brandt
    haas schreiber graf dietrich ziegler kuhn kühn pohl engel horn busch bergmann bach händel
    brahms mahler bruckner`),
  places: listWords(`
    berlin wien münchen hamburg köln leipzig dresden salzburg zürich nürnberg bremen frankfurt
    stuttgart heidelberg tirol bayern rügen sylt graz bern`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    F S-S
    die Wn
    die W
    die W Wn
    W W
    R
    F & F
    F und die Wn
    Per philharmoniker
    Per sinfonieorchester
    kammerorchester P
    knabenchor P
    die R
    original Per blasmusik
    S-quartett
    die S buben`),
  onsets: listWords(`
    b bl br d dr f fl fr g gl gr h j k kl kr l m n p pf r s sch schl schm schn schr schw sp st str
    t tr v w z k l m n r s t`),
  nuclei: listWords(`a e i o u ä ö ü au ei eu ie a e i an en in er ar or el al ach ich`),
  endings: listWords(`
    en er el e heit keit ung lich ig isch chen lein bach berg burg dorf feld haus heim hof mann
    stein tal wald ling schaft nis tum in t st nd rt z tz`),
  capitals: "all",
  remarks: listLines(`
    (Live)
    (Live in %p)
    (Remastered %y)
    [Radio Edit]
    (Akustisch)
    (Instrumental)
    (Neue Aufnahme %y)
    (Schlager-Mix)
    (Single-Version)`),
};
