found-count = { $good } sur { $all } sont bons.
found-connected = La lumière passe.
found-not-connected = La lumière ne passe pas.
found-loss = { $loss } à { $nm } nm ; au plus { $limit } attendu.
found-splice-loss = { $fibre } : { $loss } à { $nm } nm ; au plus { $limit } attendu.
found-right-pair = { $a } avec { $b }.
found-wrong-pair = { $fibre } est soudée avec { $other }.
found-not-spliced = { $a } et { $b } ne sont pas soudées ensemble.
found-at = { $fibre } : { $what }
found-no-sleeve = pas de manchon.
found-sleeve-not-shrunk = manchon pas rétracté.
found-sleeve-covers = le manchon couvre { $cover } mm de gaine ou plus de chaque côté.
found-sleeve-short = le manchon ne couvre que { $cover } mm de gaine d’un côté ; il en faut 10.
found-in-slot = fente { $slot } ; fente { $expected } attendue.
found-in-no-slot = pas rangée ; fente { $expected } attendue.
found-cleaned-before = Nettoyé avant la clive, jamais après.
found-cleaned-after = { $fibre } : tu as nettoyé après la clive, action { $action }.
found-not-cleaned = { $fibre } : tu n’as pas nettoyé avant la clive.
found-cleave = { $fibre } : clivée à { $angle } ; au plus { $limit } attendu.
found-used = { $used } utilisés ({ $item }) ; au plus { $limit } attendu.
found-scraps = { $made ->
    [0] Aucune chute.
    [one] { $made } chute, { $binned } dans le bac.
   *[other] { $made } chutes, { $binned } dans le bac.
}
found-time = { $time } ; au plus { $limit } attendu.
found-title = « { $title } »
found-not-judged = Pas jugé : il faut d’abord réussir { $because }.

cause-made = Épissure faite avant toi.
cause-cleave = Cause : une fibre clivée à { $angle }.
cause-dirt = Cause : de la saleté dans l’arc.
cause-defect = Cause : un défaut dans l’épissure (bulle, trop fine ou trop grosse).
cause-askew = Cause : des fibres posées de travers.
cause-offset = Cause : des cœurs mal alignés.
cause-stored-hot = Cause : un manchon rangé encore chaud.

score-total = Total : { $earned } points sur { $judged } jugés, { $percent } %, { $note } / 20
score-passed = Réussi.
score-not-passed = Pas encore réussi.
score-eliminated = Éliminatoire : { $title }.
score-actions = Gestes : { $numbers }.

proof-solution-refused = la solution est impossible à l’action { $number } ({ $action }) : { $why }
proof-solution-loses = la solution ne gagne pas toute la ligne « { $line } » : { $why }
proof-solution-loses-help = corrige la solution, ou ce que la ligne demande
proof-idle-passes = ne rien faire suffit pour réussir
proof-idle-passes-help = donne plus de points à ce qui reste à faire, ou relève « pass_percent »
proof-mistake-refused = l’erreur « { $mistake } » est impossible à l’action { $number } ({ $action }) : { $why }
proof-mistake-spares = l’erreur « { $mistake } » ne coûte rien à la ligne « { $line } »
proof-mistake-spares-help = retire la ligne de la liste, ou commets vraiment l’erreur
proof-mistake-loses-more = l’erreur « { $mistake } » coûte aussi la ligne « { $line } » : { $why }
proof-mistake-loses-more-help = ajoute la ligne à la liste, fais-la dépendre d’une autre (« needs »), ou évite cette perte
proof-refused-help = joue la suite dans le laboratoire pour voir où elle s’arrête
found-served = { $client } reçoit { $power } ; il faut au moins { $least }.
found-dark = { $client } n’a pas de lumière.
found-neighbours-untouched = Personne d’autre n’a perdu la lumière.
found-neighbours-cut = Ont perdu la lumière en route : { $clients }.
found-ports-capped = Aucun port libéré n’est resté ouvert.
found-ports-open = Restés sans bouchon : { $ports }.
cause-polish = Une fiche { $one } est branchée sur { $other } : les polissages ne vont pas ensemble.
cause-dirty-face = Une face sale coûte le plus : inspecte et nettoie avant de brancher.
