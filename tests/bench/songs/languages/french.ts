import { type Language, listLines, listWords } from "./language.ts";

export const FRENCH: Language = {
  name: "French",
  share: 70,
  words: listWords(`
    amour coeur vie nuit jour temps monde ciel soleil lune mer rêve chanson femme homme fille
    garçon ami mère père frère soeur enfant maison rue ville chemin fleur rose vent pluie neige
    feu eau terre étoile ombre lumière silence voix main yeux bouche larme baiser adieu toujours
    jamais rien tout seul seule fou folle triste heureux belle beau petit petite grand vieux
    nouveau dernier première bleu blanche noir rouge vert doré doux tendre amer libre perdu perdue
    oublié éternel fragile été hiver printemps automne matin soir minuit demain hier dimanche
    samedi lundi novembre décembre avril mai oiseau cheval chat loup papillon hirondelle rivière
    montagne vallée plage île port bateau train gare pont jardin forêt arbre feuille cerise pomme
    vin café pain table porte fenêtre miroir lettre mot histoire secret promesse mensonge vérité
    mémoire souvenir oubli pardon guerre paix soldat roi reine prince ange diable dieu prière croix
    cloche valse tango java ballade berceuse romance sérénade complainte refrain mélodie aimer
    vivre mourir chanter danser pleurer partir rester attendre oublier voler marcher dormir rêver
    regarder embrasser revenir tourne viens danse chante pleure écoute attends poussière cendres
    orage tonnerre aurore crépuscule horizon frontière rivage falaise brume givre flamme étincelle
    soie velours cristal argent dentelle poupée clown acrobate bohème marin vagabond étranger`),
  phrases: listLines(`
    W
    la W
    le W
    les Ws
    ma W
    mon W
    W W
    la W de W
    le W et la W
    W d'W
    l'W
    l'W du W
    j'ai W
    je t'W
    je ne W pas
    ne me W pas
    c'est la W
    sous le W de P
    dans la W
    au W
    sans W
    un W à P
    une W pour N
    N
    R
    la R
    comme une W
    si tu W
    W, W
    où est la W ?
    quand le W W
    pour une W
    entre W et W
    l'R
    qu'est-ce que l'W
    d'W et d'W`),
  firstNames: listWords(`
    jean marie pierre françoise jacques catherine michel hélène andré sylvie philippe édith louis
    brigitte rené geneviève georges barbara charles juliette léo véronique claude chloé alain zoé
    françois noémie gilbert aurélie étienne amélie serge céline yves élodie henri mathilde guy
    sébastien thérèse benoît inès gaël anaïs loïc maëlle rémi margaux cédric`),
  surnames: listWords(`
    martin bernard dubois thomas robert richard petit durand leroy moreau simon laurent lefebvre
    michel garcia david bertrand roux vincent fournier morel girard andré lefèvre mercier dupont
    lambert bonnet françois martinez legrand garnier faure rousseau blanc guérin muller henry
    roussel nicolas perrin morin mathieu clément gauthier dumont lopez fontaine chevalier robin
    masson sanchez gérard nguyen boyer denis lemaire duval joly gautier roger roche noël meyer
    lucas meunier debussy fauré satie ravel couperin`),
  places: listWords(`
    paris lyon marseille bordeaux toulouse nantes lille strasbourg montréal québec bruxelles genève
    montmartre pigalle deauville honfleur avignon camargue bretagne provence`),
  bands: listLines(`
    F S
    F S
    F S
    F S
    F-F S
    F de S
    les Ws
    les W Ws
    la W W
    le W de P
    orchestre national de P
    quatuor S
    les frères S
    F et F
    R
    W W
    les chanteurs de P
    ensemble R`),
  onsets: listWords(`
    b bl br c ch cl cr d dr f fl fr g gl gr j l m n p pl pr qu r s t tr v vr c d l m n r s t ph gn`),
  nuclei: listWords(`a e i o u é è ai ou oi an en on in eau eu ui ie a e i o ar er or al`),
  endings: listWords(`
    e es eau elle ette eur euse ier ière ais aise ois oise ant ent ard in on ou ot et é ée tion
    ment age ure esse oir`),
  capitals: "first",
  remarks: listLines(`
    (Live à %p)
    (En public)
    (Remasterisé en %y)
    (Version acoustique)
    [Radio Edit]
    (Instrumental)
    (Remix)
    (Version originale)`),
};
