# Couleurs
colour-red = rouge
colour-blue = bleu
colour-green = vert
colour-yellow = jaune
colour-violet = violet
colour-white = blanc
colour-orange = orange
colour-grey = gris
colour-brown = marron
colour-black = noir
colour-turquoise = turquoise
colour-pink = rose
colour-code-french = code français
colour-code-tia598 = code TIA-598
colour-code-iec60304 = code IEC 60304
colour-code-iec60794 = code IEC 60794-2
colour-code-sfr = code SFR (ancien)
colour-mark = { $rings ->
    [0] { $colour } ({ $letters })
    [one] { $colour } ({ $letters }) à { $rings } bague
   *[other] { $colour } ({ $letters }) à { $rings } bagues
}

# Noms
fibre-name = fibre { $number }, { $mark }, { $cable }
fibre-in-tube = fibre { $number }, { $mark }, tube { $tube-number } { $tube }, { $cable }
fibre-unknown = fibre { $address }
termination-name = { $fibre }, côté { $place }
side-left = gauche
side-right = droite
stock-sleeve-60 = manchons 60 mm
stock-sleeve-40 = manchons 40 mm
stock-wipe = lingettes
stock-other = { $item }

# Ce qui s’est passé
effect-picked = Tu as sorti la { $fibre }.
effect-put-back = Tu as remis la { $fibre } avec les autres.
effect-sleeve-on = { $left ->
    [0] Le manchon est sur la fibre. C’était le dernier.
    [one] Le manchon est sur la fibre. Il en reste { $left }.
   *[other] Le manchon est sur la fibre. Il en reste { $left }.
}
effect-stripped = La fibre est dénudée.
effect-stripped-residue = La fibre est dénudée, mais il reste de la gaine : tu as tiré trop vite.
effect-snapped = La fibre a cassé sous la pince. Il reste { $length } mm.
effect-cleaned = La fibre est essuyée.
effect-lint-on-face = Tu as essuyé une fibre déjà clivée : des peluches restent sur la face.
effect-blade-turned = La lame est sur le cran { $edge }.
effect-cleaved = La fibre est clivée. La chute est sur la cliveuse.
effect-scrap-lost = La chute restée sur la cliveuse est tombée. Elle est perdue.
effect-scraps-binned = { $count ->
    [0] Aucune chute en vue.
    [one] La chute est dans le bac.
   *[other] Les { $count } chutes sont dans le bac.
}
effect-scraps-found = { $count ->
    [0] L’adhésif n’a rien ramassé.
    [one] L’adhésif a ramassé la chute perdue.
   *[other] L’adhésif a ramassé les { $count } chutes perdues.
}
effect-recut = La fibre est recoupée. Il reste { $length } mm.
effect-too-short = La { $fibre } est trop courte pour la soudeuse.
effect-loaded = La fibre est posée à { $side }.
effect-unloaded = La fibre de { $side } est ressortie.
effect-hood-closed = Le capot est fermé.
effect-hood-opened = Le capot est ouvert.
effect-complains = La soudeuse s’arrête : { $complaints }.
effect-fused = Soudé. Estimation : { $estimate }.
effect-fused-defects = Soudé. Estimation : { $estimate }. La soudeuse voit : { $defects }.
effect-tension-held = L’épissure a tenu le test de traction.
effect-tension-broke = L’épissure a cassé au test de traction. Recommence les deux fibres.
effect-sleeve-centred = { $offset ->
    [0] Le manchon est centré sur l’épissure.
   *[other] Le manchon est à { $offset } mm du centre.
}
effect-sleeve-shrunk = Le manchon est rétracté. Il est chaud : laisse-le refroidir.
effect-sleeve-shrunk-beside = Le manchon est rétracté, mais il ne couvre pas toute l’épissure.
effect-stored = L’épissure est rangée dans la fente { $slot }.
effect-stored-hot = Le manchon était encore mou : il a plié dans la fente.
effect-broke-in-slot = Sans manchon, l’épissure a cassé dans la fente.
effect-waited = { $seconds } s ont passé.

# Ce qui est impossible
refusal-no-bench = Cet exercice n’a pas d’établi.
refusal-no-such-fibre = La { $fibre } n’existe pas ici.
refusal-not-here = La { $fibre } n’arrive pas dans ce boîtier.
refusal-tube-closed = Le tube de la { $fibre } n’est pas ouvert ici.
refusal-not-picked = Sors d’abord la { $fibre }.
refusal-already-picked = La { $fibre } est déjà sortie.
refusal-in-splicer = La { $fibre } est dans la soudeuse. Ressors-la d’abord.
refusal-spliced = La { $fibre } est déjà soudée. Recoupe-la pour recommencer.
refusal-not-spliced = La { $fibre } n’est pas encore soudée.
refusal-nothing-left = Plus rien en stock : { $item }.
refusal-not-a-sleeve = « { $item } » n’est pas un manchon.
refusal-sleeve-already-on = La { $fibre } porte déjà un manchon.
refusal-out-of-range = { $what } : il faut entre { $least } et { $most }.
refusal-too-short = La { $fibre } est trop courte : elle n’atteint plus la soudeuse.
refusal-no-edge-left = La lame n’a plus de cran neuf.
refusal-hood-closed = Le capot est fermé. Ouvre-le d’abord.
refusal-hood-open = Le capot est ouvert.
refusal-side-taken = Il y a déjà une fibre à { $side }.
refusal-side-empty = Il n’y a pas de fibre à { $side }.
refusal-already-fused = C’est déjà soudé. Ouvre le capot.
refusal-no-sleeve = Pas de manchon sur la { $fibre } : il se glisse avant de souder. Recoupe et recommence.
refusal-sleeve-shrunk = Le manchon est déjà rétracté : il ne bouge plus.
refusal-still-in-splicer = L’épissure est encore dans la soudeuse. Ouvre le capot.
refusal-no-such-slot = Il n’y a pas de fente { $slot } : la cassette en a { $slots }.
refusal-slot-taken = La fente { $slot } est déjà prise.
refusal-no-wipe-in-hand = Tu n’as pas encore de lingette en main. Prends-en une neuve.
refusal-time-goes-back = L’heure de ce geste est avant celle du geste précédent.
quantity-strip-mm = Longueur dénudée, en mm
quantity-speed = Vitesse, en mm/s
quantity-passes = Nombre de passages
quantity-cleave-mm = Longueur clivée, en mm
quantity-lift = Fibre relevée, en degrés
quantity-tip = Distance de la pointe aux électrodes, en µm
quantity-askew = Fibre de travers, en degrés
quantity-offset = Écart au centre, en mm
quantity-seconds = Durée, en s

# L’écran de la soudeuse
complaint-no-fibre = pas de fibre à { $side }
complaint-too-long = fibre trop longue à { $side }
complaint-too-short = fibre trop courte à { $side }
complaint-not-cleaved = fibre non clivée à { $side }
complaint-angle = angle de clive { $angle } à { $side }
complaint-dirty = saleté à { $side }
complaint-chipped = face ébréchée à { $side }
complaint-askew = fibre de travers à { $side }
defect-bubble = une bulle
defect-fat = une épissure trop grosse
defect-thin = une épissure trop fine
defect-high-estimate = une perte estimée trop forte

# Le formateur à côté de l’établi
coach-pick = Prends la { $fibre }
coach-pick-why = Repère la couleur et la lettre avant de la sortir.
coach-slide-sleeve = Glisse un manchon sur la fibre
coach-slide-sleeve-why = Après la soudure, le manchon ne passe plus.
coach-strip = Dénude { $mm } mm
coach-strip-why = Tire d’un geste lent et régulier : trop vite, la gaine reste collée.
coach-clean = Nettoie le verre à l’alcool
coach-clean-why = Une poussière devient une bulle dans l’arc. On nettoie toujours avant de cliver.
coach-cleave = Clive la fibre à { $mm } mm
coach-cleave-why = Attends que la fibre soit à plat avant d’appuyer, sinon la face est de biais.
coach-bin-scrap = Mets la chute dans le bac
coach-bin-scrap-why = Une chute de verre perdue finit dans un doigt.
coach-load = Pose la fibre à { $side }
coach-load-why = La pointe juste avant les électrodes, la fibre bien droite au fond de la rainure.
coach-unload = Ressors la fibre de { $side }
coach-unload-why = La soudeuse a vu un défaut. Regarde son écran.
coach-close-hood = Ferme le capot
coach-close-hood-why = L’arc brûle les yeux et craint les courants d’air.
coach-fuse = Appuie sur SET
coach-fuse-why = La soudeuse regarde, aligne, puis soude.
coach-open-hood = Ouvre le capot
coach-open-hood-why = La soudeuse tire sur l’épissure pour l’éprouver.
coach-centre-sleeve = Centre le manchon sur l’épissure
coach-centre-sleeve-why = Il doit couvrir le verre nu et au moins 10 mm de gaine de chaque côté.
coach-shrink = Mets l’épissure au four
coach-shrink-why = Le manchon se rétracte et colle : le verre nu est protégé.
coach-cool = Laisse refroidir 30 s
coach-cool-why = Chaud, le manchon est mou et plie la fibre.
coach-store = Range l’épissure dans la fente { $slot }
coach-store-why = L’ordre des fentes est celui des fibres : le suivant doit s’y retrouver.
coach-recut = Recoupe la { $fibre }
coach-recut-why = Ce bout ne donnera rien de bon. Il reste assez de fibre pour recommencer.
coach-tape-scraps = Passe l’adhésif pour retrouver les chutes
coach-tape-scraps-why = Une chute de verre ne se voit pas. L’adhésif la trouve.
stage-sleeve = Glisser le manchon
stage-strip = Dénuder
stage-clean = Nettoyer
stage-cleave = Cliver
stage-load = Poser dans la soudeuse
stage-other-end = Préparer l’autre fibre
stage-fuse = Souder
stage-protect = Protéger
stage-store = Ranger

# Les gestes, dits dans un rapport
action-pick = sort la { $fibre }
action-put-back = remet la { $fibre }
action-slide-sleeve = glisse un manchon sur la { $fibre }
action-strip = dénude { $mm } mm à { $speed } mm/s ({ $fibre })
action-clean-fresh = nettoie avec une lingette neuve, { $passes } passages ({ $fibre })
action-clean-used = nettoie avec la lingette déjà utilisée, { $passes } passages ({ $fibre })
action-turn-blade = tourne la lame de la cliveuse
action-cleave = clive à { $mm } mm ({ $fibre })
action-cleave-lifted = clive à { $mm } mm, fibre relevée de { $lift }° ({ $fibre })
action-bin-scrap = met la chute dans le bac
action-tape-scraps = passe l’adhésif sur le tapis
action-recut = recoupe la { $fibre }
action-load = pose à { $side }, pointe à { $tip } µm des électrodes ({ $fibre })
action-load-askew = pose à { $side }, pointe à { $tip } µm des électrodes, de travers de { $askew }° ({ $fibre })
action-unload = ressort la fibre de { $side }
action-close-hood = ferme le capot
action-open-hood = ouvre le capot
action-fuse = appuie sur SET
action-fuse-force = soude malgré l’avertissement
action-centre-sleeve = place le manchon à { $offset } mm du centre ({ $fibre })
action-shrink = rétracte le manchon au four ({ $fibre })
action-store = range dans la fente { $slot } ({ $fibre })
action-wait = attend { $seconds } s

# Ports et jarretières
port-name = port { $port }, { $equipment }, { $place }
port-somewhere = port { $port }, { $equipment }
plug-name = fiche { $end } de « { $cord } » ({ $model })
plug-name-new = fiche { $end }, { $model } { $length } nº { $number }
client-name = { $name }
