# Réflectomètre
cli-sor-export-about = Tire au réflectomètre dans un scénario et écrit le fichier .sor
cli-arg-shot-from = Où brancher : équipement/port, jarretière#a ou câble:tube:fibre@lieu
cli-arg-pulse = Impulsion en ns (30 par défaut)
cli-arg-range = Portée en m (2500 par défaut)
cli-arg-seconds = Durée de moyennage en s (15 par défaut)
cli-arg-launch = Longueur de la bobine d’amorce en m, 0 pour aucune (500 par défaut)
cli-arg-tail-at = Port où une bobine de fin est branchée
cli-arg-tail = Longueur de la bobine de fin en m (500 par défaut)
cli-arg-index = Indice de groupe saisi (sans lui, celui de la fibre)
cli-arg-sor-out = Fichier .sor à écrire
cli-not-a-port = « { $text } » n’est pas un port.

# Défauts le long des fibres
termination-along = { $fibre }, à { $distance } de { $place }
trace-bend = fibre courbée, rayon { $radius } mm, { $turns ->
    [one] { $turns } tour
   *[other] { $turns } tours
} : { $at }
trace-crush = fibre écrasée : { $at }
trace-mended = fibre réparée : { $at }
trace-straightened = courbure redressée : { $at }
diag-fault-twice = La fibre { $fibre } a deux défauts au même endroit.
diag-fault-place = Seule une mauvaise épissure a un lieu ; les autres défauts ont une distance, « at_m ».
diag-fault-metres = Une mauvaise épissure n’a pas de distance ; elle a un lieu, « place ».
diag-fault-where = Il manque où est le défaut : « { $name } ».
diag-fault-beyond = Le câble « { $cable } » fait { $length } m : un défaut à { $metres } m n’est pas dessus.
diag-fault-no-splice = La fibre { $fibre } n’a pas d’épissure dans « { $place } ».
