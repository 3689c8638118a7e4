# Où est l’apprenti
effect-arrived = Tu es à : { $place }, { $time } plus tard.
effect-bench-set-up = Ton établi est posé : { $place }.
refusal-no-such-place = Le lieu { $place } n’existe pas.
refusal-already-there = C’est déjà ici : { $place }.
refusal-elsewhere = C’est ailleurs : { $place }. Vas-y d’abord.
refusal-bench-elsewhere = Ton établi est ailleurs : { $place }. Vas-y, ou pose-le ici.
refusal-no-room-for-bench = On ne peut pas poser l’établi ici : { $place }.
refusal-splicer-not-empty = Il reste quelque chose dans la soudeuse. Retire-le d’abord.
action-go-to = va à : { $place }
action-set-up-bench = pose l’établi
coach-go-to = Va à : { $place }
coach-go-to-why = C’est là-bas que ça se passe.
coach-set-up-bench = Pose ton établi ici
coach-set-up-bench-why = Les fibres à souder se rejoignent ici.
diag-off-the-map = { $off }, c’est hors de la carte : au plus { $most } de chaque côté
diag-bench-twice = l’établi peut déjà être posé à « { $place } »
verb-go-to = Y aller
verb-set-up-bench = Poser l’établi

# Stations et carte
station-map = Carte
station-bench = Établi
map-here = Tu es ici : { $place }
map-go = Aller à { $place } : { $time }
map-cable = { $fibres } fibres · { $length }
map-thing = { $name }
map-how = Clique un lieu pour y aller. ← → ↑ ↓ choisissent, Entrée y va.

# Papiers et instruments
instrument-order = Ordre de travail
order-clients = Clients de la ligne
order-client = { $client }

# Jarretières
stock-cord = { $model } { $length }
cord-name = { $model } { $length } « { $cord } »
cord-unknown = jarretière « { $cord } »
guide-left = guide de gauche
guide-middle = bobines du milieu
guide-right = guide de droite
guide-foot = pied de l’armoire
path-straight = tout droit devant
path-name = { $guides }
surplus-coiled = surplus sur une bobine
surplus-crammed = surplus tassé
surplus-hanging = surplus qui pend
effect-cord-taken = Jarretière neuve en main : { $cord }. Il en reste { $left }.
effect-cord-led = La jarretière est dans ses guides. Surplus : { $surplus }.
effect-surplus-crammed = Le surplus est tassé : la jarretière est pliée serré.
effect-cord-labelled = Étiquette « { $text } » : { $plug }.
refusal-not-a-cord = « { $item } » n’est pas une jarretière.
refusal-cord-loose = Branche d’abord les deux bouts : { $cord }.
refusal-cord-too-short = Trop courte : elle fait { $has }, ce chemin demande { $needs }.
refusal-label-length = Une étiquette porte de 1 à { $most } signes.
action-take-cord = prend une jarretière neuve : { $item }
action-lead-cord = passe { $cord } par : { $path } ; { $surplus }
action-label = étiquette « { $text } » : { $plug }
verb-take-cord = Prendre une jarretière
verb-lead-cord = Passer la jarretière
verb-label = Étiqueter
found-patched = Reliés par : { $cord }.
found-not-patched = Aucune jarretière ne relie { $from } et { $to }.
found-not-led = La jarretière pend devant les ports : { $cord }.
found-wrong-path = Passée par : { $path }. Il fallait : { $wanted }.
found-surplus = Ce qu’est devenu le surplus : { $surplus }.
found-too-much-surplus = { $surplus } de trop : aucune bobine n’en tient autant.
found-tidy = Passée par : { $path } ; surplus sur une bobine.
found-labels = { $good ->
    [0] Aucun bout ne porte
    [one] Un seul bout porte
   *[other] Les deux bouts portent
} « { $text } ».
found-wrong-label = Une étiquette dit « { $text } ».
diag-label-length = une étiquette de { $length } signes : elle en porte de 1 à { $most }
diag-port-to-itself = les deux bouts sont le même port : « { $port } »
station-frame = Ports
frame-how = Glisse une fiche d’un port à l’autre. Clique une jarretière pour la prendre en main, un port ouvert pour le boucher.
frame-held = En main : { $plug }. Choisis un port.
frame-unplug = Débrancher { $end }
frame-plug = Brancher { $end }
frame-into = dans : { $port }
frame-label = étiquette
frame-stick = Coller sur { $end }
frame-relabel = Remplacer sur { $end }
frame-forget = Choisir le chemin à nouveau
frame-needs = demande { $needs } · surplus { $over }
frame-short = demande { $needs } · il manque { $over }
frame-left = dans le sac : { $left }
lamp-los = LOS
lamp-pon = PON
lamp-weak = PON, mauvais niveau
frame-left-guide = À gauche
frame-spools = Bobines
frame-right-guide = À droite
frame-foot = Au pied
frame-surplus = Ce que devient le surplus : appuie pour changer
