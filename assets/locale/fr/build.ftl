# Monter une baie : attaches, alimentation par le câble, câbles longs, administration à part.

stock-hook-and-loop = bande auto-agrippante
stock-cable-tie = collier plastique

bundle-verb-fasten = Attacher
bundle-verb-unfasten = Ôter les attaches
bundle-tie-hook-and-loop = Attacher à l’auto-agrippant
bundle-tie-plastic = Collier plastique, à la main
bundle-tie-gun = Collier plastique, au pistolet
bundle-act-hook-and-loop = attache { $cord } avec une bande auto-agrippante, { $newtons } N, courbe de { $radius } mm
bundle-act-cable-tie = attache { $cord } avec un collier plastique, { $newtons } N, courbe de { $radius } mm
bundle-act-unfasten = ôte les attaches de { $cord }
bundle-did-fasten = { $cord } est attaché et tourne encore.
bundle-did-unfasten = { $cord } est de nouveau libre.
bundle-did-crush = { $cord } est écrasé : son lien en souffre
bundle-no-such-tie = Aucune main ne serre ni ne plie ainsi.
bundle-no-ties = Il n’y a pas d’attache sur { $cord }.
bundle-found-plastic = { $cord } est tenu par un collier plastique : l’auto-agrippant se rouvre et ne coupe pas
bundle-found-tight = { $cord } est serré à { $newtons } N : il doit encore tourner dans sa bande
bundle-found-bent = { $cord } est plié à { $radius } mm, au moins { $least } mm
bundle-found-gentle = aucun cordon serré ni trop plié

link-crushed = le cordon de { $port } est écrasé

rack-did-slopes = { $name } penche : ses rails sont un trou plus haut à un bout qu’à l’autre.
rack-did-sticks-out = { $name } dépasse de { $mm } mm derrière : la porte ne ferme pas.
rack-behind = { $name } est monté juste derrière : la main n’y va pas.
rack-found-slopes = il penche : l’avant et l’arrière de ses rails ont un trou d’écart
rack-found-sticks-out = il dépasse de { $mm } mm derrière : la porte ne ferme pas
rack-found-behind = { $name } est monté juste derrière : ni la main ni l’air ne passent

poe-found-fed = { $name } vit sur { $port } : { $given } W donnés sur { $budget } W
poe-found-fed-off = { $name } est alimenté par { $port }, mais il est éteint
poe-found-weak = { $name } est noir : { $port } donne { $gives } W, sa classe demande { $asks } W
poe-found-gone = { $name } est noir : au { $port } il reste { $left } W du budget, sa classe demande { $asks } W
poe-found-no-port = { $name } est noir : son câble ne vient d’aucun port qui alimente

build-found-bonded = { $rack } est à la terre
build-found-not-bonded = { $rack } n’est pas à la terre
build-found-no-way = aucun chemin de { $a } à { $b }
build-found-run = le câble installé au { $port } mesure { $length }
build-found-run-long = le câble installé au { $port } mesure { $length }, au plus { $most }
build-found-in-band = { $port } va à { $far }, pas à { $switch }
build-found-out-of-band = { $port } se joint depuis { $switch }
build-found-not-managed = { $port } ne se joint pas depuis { $switch }

diag-not-fed-by-cable = « { $name } » a ses propres entrées ou pas de classe : il ne vit pas sur son câble réseau
diag-ties-of-racks = seuls les cordons de baie ont des attaches

cli-graph-about = Dit quelles alimentations ne partagent rien, ce qui entraîne quoi, et comment chaque appareil se joint
cli-arg-graph-from = Dit aussi par quel chemin chaque appareil se joint depuis celui-ci
cli-no-racks = ce scénario n’a pas de baies
graph-cord = { $cord } ({ $id })
graph-supplies = Énergie, de chaque entrée jusqu’à sa voie
graph-disjoint = { $name } : ses alimentations ne partagent rien
graph-shared = { $name } : une seule perte l’éteint
graph-unfed = { $name } : alimenté par rien
graph-losses = Ce qu’une seule perte entraîne
graph-tripped = tombe à son tour : { $gone }
graph-dark = éteints : { $devices }
graph-cut-off = plus joints : { $devices }
graph-ways = Chemins depuis { $name }
