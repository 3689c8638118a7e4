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
