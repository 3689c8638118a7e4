# Courbures
trace-bend = { $turns ->
    [one] courbure de { $radius } mm de rayon, { $turns } tour : { $at }
   *[other] courbure de { $radius } mm de rayon, { $turns } tours : { $at }
}
cause-bend = Fibre trop courbée : { $radius } mm de rayon, { $at }.

# Boîtier et cassette : ce qui s’est passé
coil-tight = boucle trop serrée pour cette fibre
coil-over-sleeve = boucle par-dessus les manchons
coil-crossing = boucle en travers d’un autre lovage
coil-out-of-tray = boucle hors de la cassette
coil-too-high = trop de tours l’un sur l’autre
coil-loop-left = de la fibre reste à lover
depth-mm = { $whole },{ $tenths } mm
effect-coiled = Lovée : { $turns } tours, { $radius } mm au plus serré.
effect-coiled-badly = Lovée : { $turns } tours, { $radius } mm au plus serré. Attention : { $faults }.
effect-cassette-covered = Le couvercle de la cassette est fermé.
effect-cassette-uncovered = La cassette est ouverte.
effect-closure-shut = Le boîtier est fermé.
effect-closure-opened = Le boîtier est ouvert.
effect-pinched = Le couvercle a pincé : { $fibres }.
effect-pulled = Rien ne tenait le câble « { $cable } » : il a glissé et tiré sur ses fibres.
effect-bare-outside = Les tubes du câble « { $cable } » n’arrivent pas à la cassette : les fibres nues sont pliées dehors.
effect-jacket-cut = Gaine entaillée tout autour, à { $depth } de profondeur.
effect-tubes-nicked = { $count ->
    [one] La lame est allée trop loin : le tube est entaillé.
   *[other] La lame est allée trop loin : les { $count } tubes sont entaillés.
}
effect-jacket-off = La gaine est retirée sur { $open }.
effect-jacket-holds = La gaine ne vient pas : l’entaille n’est pas assez profonde.
effect-aramid-cut = L’aramide est coupée, il en reste { $left } mm.
effect-clamped = Le câble est bridé dans l’entrée { $entry }.
effect-anchored = L’aramide est fixée à son ancrage.
effect-tube-cut = Tube { $tube } coupé : il en reste { $kept } mm, puis { $bare } de fibre nue.
effect-tube-holds = Le tube { $tube } ne vient pas : l’entaille n’est pas assez profonde.
effect-fibres-nicked = La lame a touché les fibres du tube { $tube }.
effect-fibres-broke = { $count ->
    [one] Une fibre s’est cassée dans son tube entaillé.
   *[other] { $count } fibres se sont cassées dans leur tube entaillé.
}
effect-gel-wiped = Les fibres du tube { $tube } sont dégraissées.
effect-gel-left = Il reste du gel sur les fibres du tube { $tube }.

# Boîtier et cassette : ce qui est impossible
refusal-no-closure = Il n’y a pas de boîtier ici.
refusal-covered = Le couvercle de la cassette est fermé.
refusal-not-covered = La cassette est déjà ouverte.
refusal-shut = Le boîtier est fermé.
refusal-not-shut = Le boîtier est déjà ouvert.
refusal-not-in-slot = Range d’abord l’épissure dans sa fente : { $fibre }.
refusal-too-little-slack = Il faudrait { $needed } mm de fibre, il y en a { $there } mm à lover.
refusal-nothing-to-prepare = Ce câble n’est pas à préparer ici.
refusal-no-ring = Entaille d’abord la gaine tout autour.
refusal-ring-there = La gaine est déjà entaillée.
refusal-jacket-on = La gaine est encore là.
refusal-aramid-whole = Coupe d’abord l’aramide à longueur.
refusal-aramid-too-short = L’aramide est trop courte pour faire le tour de l’ancrage.
refusal-not-clamped = Le câble n’est pas encore bridé.
refusal-already-anchored = L’aramide est déjà fixée.
refusal-already-clamped = Le câble est déjà bridé dans cette entrée.
refusal-entry-taken = L’entrée { $entry } est déjà prise.
refusal-no-such-tube = Ce câble n’a pas de tube { $tube }.
refusal-tube-whole = Le tube { $tube } n’est pas encore coupé.
refusal-cut-shorter = Il n’en reste que { $kept } mm : on ne peut que raccourcir.
refusal-still-in-tube = Elle est encore dans son tube : { $fibre }.
quantity-radius = rayon en mm
quantity-turns = nombre de tours
quantity-length = longueur en mm
quantity-depth = profondeur en millièmes de mm
quantity-entry = numéro d’entrée

# Boîtier et cassette : les gestes
action-coil = love la { $fibre } : { $turns } tours, { $radius } mm au plus serré
action-cover-cassette = ferme la cassette
action-uncover-cassette = ouvre la cassette
action-shut-closure = ferme le boîtier
action-open-closure = ouvre le boîtier
action-ring-cut = entaille la gaine du câble « { $cable } » à { $mm } mm du bout, à { $depth } de profondeur
action-pull-jacket = tire la gaine du câble « { $cable } »
action-cut-aramid = coupe l’aramide du câble « { $cable } », { $keep } mm restent
action-clamp-cable = bride le câble « { $cable } » dans l’entrée { $entry }
action-anchor-aramid = fixe l’aramide du câble « { $cable } »
action-cut-tube = coupe le tube { $tube } du câble « { $cable } », { $keep } mm restent, à { $depth } de profondeur
action-wipe-gel = dégraisse les fibres du tube { $tube } du câble « { $cable } », { $passes } passages

# Boîtier et cassette : ce que dit le moniteur
coach-ring-cut = Entaille la gaine à { $mm } mm du bout
coach-ring-cut-why = Un peu moins profond que la gaine : elle se déchire à l’entaille, et la lame ne touche pas les tubes.
coach-pull-jacket = Tire la gaine
coach-pull-jacket-why = Elle se déchire à l’entaille et glisse.
coach-cut-aramid = Coupe l’aramide, garde { $mm } mm
coach-cut-aramid-why = Il en faut assez pour faire le tour de l’ancrage.
coach-clamp-cable = Bride le câble dans l’entrée { $entry }
coach-clamp-cable-why = Le câble tient avant que tu touches aux fibres.
coach-anchor-aramid = Fixe l’aramide à l’ancrage
coach-anchor-aramid-why = C’est elle qui porte la traction, jamais les fibres.
coach-cut-tube = Coupe le tube { $tube }, garde { $mm } mm
coach-cut-tube-why = Le tube doit arriver dans la cassette ; au-delà, environ 1,1 m de fibre nue pour lover.
coach-wipe-gel = Dégraisse les fibres du tube { $tube }
coach-wipe-gel-why = Le gel salit tout ce qu’il touche, jusqu’à la soudeuse.
coach-coil = Love la { $fibre }
coach-coil-why = Grandes boucles, bien à plat, rien en travers.
coach-cover-cassette = Ferme la cassette
coach-cover-cassette-why = Regarde d’abord : rien ne dépasse.
coach-uncover-cassette = Ouvre la cassette
coach-uncover-cassette-why = Le lovage est à refaire.
coach-shut-closure = Ferme le boîtier
coach-shut-closure-why = La cassette d’abord, le boîtier ensuite.
coach-open-closure = Ouvre le boîtier
coach-open-closure-why = Il y a quelque chose à reprendre dedans.

# Boîtier et cassette : ce qui a été trouvé
found-no-coil = n’est pas lovée
found-coil = lovée, { $radius } mm au plus serré
found-coil-wrong = lovée, { $radius } mm au plus serré : { $faults }
found-cassette-open = La cassette est ouverte.
found-closure-open = Le boîtier est ouvert.
found-pinched = Pincées par le couvercle : { $fibres }.
found-shut = Tout est fermé, rien n’est pincé.
found-wrong-entry = Bridé dans l’entrée { $entry }, il fallait l’entrée { $expected }.
found-not-clamped = Le câble n’est pas bridé.
found-not-anchored = L’aramide n’est pas fixée.
found-held-late = Le câble a été fixé après que les tubes ont été coupés.
found-held = Bridé dans l’entrée { $entry } et ancré avant tout le reste.
found-jacket-on = La gaine n’est pas ouverte.
found-nicked = { $count ->
    [one] { $count } tube entaillé, { $broken } fibres cassées.
   *[other] { $count } tubes entaillés, { $broken } fibres cassées.
}
found-weak = { $count } fibres touchées par la lame.
found-sound = Tubes et fibres intacts.
found-tube = tube { $tube } : { $what }
found-tube-whole = pas encore coupé
found-tube-length = { $kept } mm de tube ({ $least-kept } à { $most-kept } attendus), { $bare } mm de fibre nue ({ $least-bare } à { $most-bare } attendus)
found-gel = il reste du gel
found-no-gel = dégraissé
diag-not-unprepared = Le câble « { $cable } » n’est pas à préparer à « { $place } ».
diag-not-unprepared-help = Nomme-le dans `closures` : `"lieu": (cables: ["câble"])`.
verb-coil = Lover
verb-cover-cassette = Fermer la cassette
verb-uncover-cassette = Ouvrir la cassette
verb-shut-closure = Fermer le boîtier
verb-open-closure = Ouvrir le boîtier
verb-ring-cut = Entailler la gaine
verb-pull-jacket = Tirer la gaine
verb-cut-aramid = Couper l’aramide
verb-clamp-cable = Brider le câble
verb-anchor-aramid = Fixer l’aramide
verb-cut-tube = Couper le tube
verb-wipe-gel = Dégraisser
found-measured-shut = à { $nm } nm : { $count } lignes mesurées sur { $all } après la fermeture

# Boîtier et cassette : ce que montre la fenêtre
station-cable = Câble
station-cassette = Cassette
cassette-fibres = Fibres de la cassette
cassette-empty = Aucune épissure rangée ici.
cassette-radius = { $radius } mm, { $least } mm au moins ({ $type })
cassette-turns = { $turns } tours, il reste { $left } mm
cassette-how = Choisis une fibre, puis dessine ses boucles dans la cassette d’un seul geste.
cassette-is-shut = Cassette fermée
closure-is-shut = Boîtier fermé
cable-anchor = Ancrage
cable-anchored = Aramide ancrée
cable-depth = { $depth } mm (épaisseur { $thick } mm)
cable-passes = { $count } passages
cable-tool-hand = Main
cable-tool-jacket = Coupe-gaine
cable-tool-scissors = Ciseaux
cable-tool-tube = Coupe-tube
cable-tool-wipe = Lingette
cable-how-hand = Tire la gaine vers la gauche, porte le câble à une entrée, l’aramide à l’ancrage.
cable-how-jacket = Pose la lame sur la gaine, à la bonne longueur, et appuie vers le bas.
cable-how-scissors = Coupe l’aramide là où tu cliques.
cable-how-tube = Pose la lame sur un tube et appuie vers le bas.
cable-how-wipe = Frotte les fibres nues dans un sens, puis dans l’autre.
number-radius = rayon (mm)
number-turns = tours
number-right = vers la droite (mm)
number-to-comb = vers le peigne (mm)
number-from-end = du bout (mm)
number-depth = profondeur (µm)
number-keep = garder (mm)
number-tube = tube
number-entry = entrée
