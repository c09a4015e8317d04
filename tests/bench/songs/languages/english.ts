import { type Language, listLines, listWords } from "./language.ts";

export const ENGLISH: Language = {
  name: "English",
  share: 560,
  words: listWords(`
    love night heart time day girl blue world home man life baby down way dream dance light sun
    good rain song moon boy eyes fire little black christmas river sky star summer road street
    angel sweet red lady morning long money city rock wild king blues dark white free soul one
    never away back again tonight forever together everything nothing something somebody nobody
    always only lonely crazy happy young old new last first high low cold hot warm deep true real
    mine yours goodbye hello yesterday today tomorrow midnight sunday monday friday saturday
    winter autumn spring snow wind storm thunder ocean sea island mountain valley hill field
    garden flower rose tree bird butterfly wolf horse train car highway bridge door window house
    room wall floor kitchen mirror shadow ghost devil heaven hell god prayer church bells ring
    queen prince princess soldier sailor cowboy stranger friend brother sister mother father
    daddy mama child children lover woman gentleman hand hands face lips smile kiss tears cry
    laugh sing play walk run fly fall stand stay leave wait hold touch feel know believe remember
    forget forgive need want give take call tell think wonder breathe sleep wake shine burn break
    broken lost found gone waiting falling dancing singing running walking flying burning living
    dying crying loving breathing dreaming shining rolling rising coming going change power glory
    freedom peace war gun blood bone skin body mind memory memories story secret promise lie lies
    truth trouble danger luck chance game party music radio rhythm drum guitar piano melody ballad
    lullaby waltz march rag hymn carol anthem jam funk disco groove swing boogie honey sugar
    coffee whiskey wine water ice gold golden silver diamond crystal velvet paper plastic electric
    magic mystery miracle paradise wonderland dreamer believer runaway outlaw hero legend giant
    brave gentle beautiful pretty perfect simple strange empty silent quiet loud invisible
    impossible infinite eternal sacred holy southern northern western country town village harbor
    avenue california texas memphis georgia tennessee london paris america mexico africa space
    planet satellite rocket machine number letter word name line circle square edge corner bottom
    top side season year hour minute moment second century castle tower kingdom empire crown
    sword shield arrow bullet knife candle lantern feather stone iron steel copper dust smoke
    ashes ember flame spark lightning rainbow horizon sunrise sunset twilight dawn dusk`),
  phrases: listLines(`
    W
    W
    W W
    W W
    W W
    the W
    the W
    my W
    W of W
    W of the W
    in the W
    W in the W
    the W of W
    the W and the W
    W and W
    W & W
    a W for N
    N
    N's W
    don't W me
    don't W my W
    i W you
    i want to W you
    i can't W you
    you're my W
    i'm W W
    it's a W W
    W to W
    W on the W
    when the W comes W
    the W W W
    W me W
    let me W
    let's W
    no W no W
    W W (W W)
    one W W
    all the W W
    all i W is W
    this is my W
    what a W W
    where is the W
    why do you W
    how to W a W
    if you W me
    like a W
    W like a W
    W without you
    without W
    nothing but W
    R
    R
    R W
    the R
    R R
    W of R
    W in P
    P W
    P
    R & W
    N and N
    the ballad of N S
    W, W, W
    W-W
    my W is a W
    the W that you W
    W at the end of the W
    oh W
    hey N
    dear W
    goodnight W
    W no more
    once upon a W
    just another W W`),
  firstNames: listWords(`
    john mary james anna david sarah michael emma robert julia william alice george lucy paul kate
    peter jane tom rose joe lily jack ella sam grace billy betty johnny susie charlie nina frank
    helen eddie laura bobby diana jimmy carol steve linda mark ruth kevin amy brian stella ray
    gloria tony sally danny peggy harry molly louis ida max eve oscar ivy leo hazel ned pearl
    otis etta chet dolly hank loretta merle patsy waylon tammy curtis aretha marvin gladys stevie
    roberta isaac minnie clarence bessie duke ethel count sadie dexter mabel miles daisy thelonious
    violet ornette cora chuck fern buddy june elmore opal muddy willa howlin maude`),
  surnames: listWords(`
    smith jones williams brown taylor davies wilson evans thomas johnson roberts walker wright
    robinson thompson white hughes edwards green hall wood harris lewis martin jackson clarke
    clark turner hill scott cooper morris ward moore king watson baker harrison morgan patel young
    allen mitchell james anderson phillips lee bell parker davis bennett miller cook shaw
    richardson carter collins marshall bailey gray cox adams simpson foster hunter mason russell
    knight campbell kelly mcdonald murphy o'brien o'connor macleod sullivan kennedy joplin gershwin
    porter ellington armstrong fitzgerald holiday berlin kern carmichael waller basie monk coltrane
    hendrix presley cash nelson haggard`),
  places: listWords(`
    london paris newport nashville memphis chicago boston dublin glasgow wembley montreux austin
    detroit seattle oakland brooklyn harlem liverpool manchester bristol brighton leeds denver
    houston dallas portland vancouver toronto sydney melbourne berlin tokyo vienna`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    F S
    F S
    F S
    F R S
    F S jr.
    F & F
    F and the Ws
    S & S
    the Ws
    the Ws
    the W W
    the W Ws
    the S brothers
    the S sisters
    the F S trio
    the F S quartet
    F S band
    F S and his orchestra
    W W
    W W
    W of W
    R
    R
    W
    W R
    dj R
    mc W
    big F S
    little F
    lady R
    P symphony orchestra
    P philharmonic orchestra
    royal P chamber orchestra
    the P singers
    P boys choir
    F S & the W Ws
    the Rs
    R W
    saint W
    W'n'W
    F "W" S`),
  onsets: listWords(`
    b br bl c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sk sl sm sn sp st str
    sw t th tr tw v w wh y z b d l m n r s t`),
  nuclei: listWords(`a e i o u a e i o u ai ea ee ie oa oo ou ow ay ar er ir or ur an en in on un`),
  endings: listWords(`
    d ck ll n m t s th ng r p st nd nt ley ton ford ham wood field worth son man er ing ed y ie le
    ness tion ment land berry well by mer sen ster ridge more shire`),
  capitals: "all",
  remarks: listLines(`
    (Live)
    (Live at %p)
    (Live in %p)
    (Remastered %y)
    (%y Remaster)
    [Radio Edit]
    (Radio Edit)
    (Acoustic)
    (Instrumental)
    (Demo)
    (Reprise)
    [Remix]
    (Extended Mix)
    (Karaoke Version)
    (Piano Version)
    (From "%r")
    (Bonus Track)
    - Live
    - Remastered %y
    - Single Version`),
};
