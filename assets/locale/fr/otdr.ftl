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
trace-crush = fibre écrasée : { $at }
trace-mended = fibre réparée : { $at }
trace-straightened = courbure redressée : { $at }
diag-fault-twice = La fibre { $fibre } a deux défauts au même endroit.
diag-fault-place = Seule une mauvaise épissure a un lieu ; les autres défauts ont une distance, « at_m ».
diag-fault-metres = Une mauvaise épissure n’a pas de distance ; elle a un lieu, « place ».
diag-fault-where = Il manque où est le défaut : « { $name } ».
diag-fault-beyond = Le câble « { $cable } » fait { $length } m : un défaut à { $metres } m n’est pas dessus.
diag-fault-no-splice = La fibre { $fibre } n’a pas d’épissure dans « { $place } ».

# Gestes au réflectomètre
otdr-distance = { $distance }
otdr-before-zero = −{ $distance }
effect-shot = Tir { $number } : l’appareil trouve { $events ->
    [0] aucun événement
    [one] { $events } événement
   *[other] { $events } événements
}.
effect-table-taken = Table du tir { $shot } reprise : { $events ->
    [one] { $events } événement
   *[other] { $events } événements
}.
effect-event-marked = Tir { $shot }, { $at } : { $kind }.
effect-event-forgotten = Tir { $shot }, { $at } : événement rayé.
effect-mean-written = Moyenne à { $at } : { $loss }.
effect-fault-named = Noté : { $fault }.
effect-mended = Réparé ({ $kind }) : { $fibre }.
effect-straightened = Redressé ({ $kind }) : { $fibre }.
effect-nothing-there = Câble ouvert pour rien : { $fibre }, à { $at } de { $place }.
effect-signed-accepted = Rapport signé : lien accepté.
effect-signed-refused = Rapport signé : lien refusé.
refusal-no-otdr = Tu n’as pas de réflectomètre ici.
refusal-no-such-end = On ne peut pas se brancher là : { $end }.
refusal-no-such-laser = L’appareil n’a pas de laser à { $nm } nm.
refusal-no-such-shot = Il n’y a pas de tir { $shot }.
refusal-no-such-event = Pas d’événement là dans la table du tir { $shot }.
refusal-where-is-it = Dis où est le défaut : une distance ou un lieu.
refusal-already-signed = Le rapport est signé : il ne change plus.
event-loss = perte ou gain
event-reflection = réflexion
event-end = fin
event-ghost = écho
fault-break = coupure
fault-bend = courbure
fault-crush = écrasement
fault-bad-splice = mauvaise épissure
fault-in-place = dans { $place }
fault-at-distance = à { $distance } de { $place }
fault-named = { $kind }, { $fibre }, { $where }
action-shoot = tire au réflectomètre dans { $at } : { $nm } nm, { $pulse } ns, { $range } m, { $seconds } s, amorce { $launch } m
action-take-table = reprend la table du tir { $shot }
action-mark-event = note au tir { $shot }, à { $at } : { $kind }
action-forget-event = raye l’événement du tir { $shot } à { $at }
action-write-mean = note la moyenne à { $at } : { $loss }
action-name-fault = nomme le défaut : { $fault }
action-mend = ouvre le câble et répare : { $fibre }, à { $at } de { $place }
action-sign-accepted = signe le rapport : lien accepté
action-sign-refused = signe le rapport : lien refusé
action-other = fait autre chose
verb-shoot = Tirer
verb-take-table = Reprendre la table
verb-mark-event = Noter l’événement
verb-forget-event = Rayer l’événement
verb-write-mean = Noter la moyenne
verb-name-fault = Nommer le défaut
verb-mend = Réparer là
verb-sign = Signer
quantity-pulse = l’impulsion en ns
quantity-range = la portée en m
quantity-index = l’indice × 100 000
quantity-launch = l’amorce en m
quantity-distance = la distance en m

diag-unknown-fault = Il n’y a pas de défaut { $fault } : le scénario en a { $count }.
diag-no-faults = Le scénario n’a aucun défaut à réparer.
diag-needs-otdr = Mesurer est noté, mais l’apprenant n’a pas de réflectomètre.
diag-needs-otdr-help = Ajoute « otdr: true » au scénario.

# Ce qui est noté
found-no-shot = Aucun tir entre { $a } et { $b }.
found-in-shot = Tir { $shot } : { $what }
found-directions = { $sides ->
    [one] Mesuré d’un côté
   *[other] Mesuré des { $sides } côtés
} ; côtés demandés : { $asked }.
cause-no-shot-from = Aucun tir depuis { $port }.
found-wavelength = { $nm } nm depuis { $port }.
found-no-wavelength = Pas de tir à { $nm } nm depuis { $port }.
found-launch = amorce de { $length } ; au moins { $asked } m attendus.
found-launch-typed = amorce de { $length }, mais { $typed } m saisis : toutes les distances sont décalées.
found-tail = bobine de fin de { $length } ; au moins { $asked } m attendus.
found-pulse = impulsion de { $pulse } ns ; au plus { $most } ns attendus.
found-index = indice { $typed } ; { $right } attendu.
found-range = portée de { $range } m pour { $line } de fibre.
found-event = événement noté à { $at }.
found-event-called = à { $at }, noté « { $kind } » ; c’est « { $right } ».
found-event-missing = à { $at } manque : { $kind }.
found-event-made-up = à { $at }, rien n’est là.
found-no-losses = Aucune perte dans les tables.
found-event-loss = à { $at }, { $loss } noté ; { $right } en vérité dans ce sens.
found-mean = À { $at }, moyenne { $loss } à { $nm } nm ; { $right } en vérité.
found-no-mean = À { $at }, la moyenne des deux sens à { $nm } nm manque.
found-not-signed = Le rapport n’est pas signé.
found-signed-early = Le rapport est signé avant la dernière mesure.
found-accepted = Rapport signé : lien accepté.
found-refused = Rapport signé : lien refusé.
found-fault-where = Tu as dit : { $named }. En vérité : { $truth }.
found-fault-not-named = Défaut pas nommé. En vérité : { $truth }.
found-fault-kind = Tu as dit : { $named }. En vérité : { $right }.
found-fault-kind-not-named = Défaut pas nommé. En vérité : { $right }.
found-nothing-mended = Rien n’est réparé.
found-mended-after = Chaque ouverture vient après une mesure et un défaut nommé là.
found-mended-blind = Ouvert sans avoir mesuré et nommé un défaut là.
found-fault-gone = Réparé : { $fault }.
found-fault-left = Encore là : { $fault }.
found-measured-after = Mesuré à nouveau après la réparation.
found-not-measured-after = Pas mesuré à nouveau, à chaque longueur d’onde, après la réparation.
