# Accueil
home-fibre = Fibre
home-fibre-about = Souder, raccorder, mesurer.
home-rack = Datacentre
home-rack-about = Monter, alimenter, câbler une baie.
home-network = Réseau
home-network-about = Adresser, router, dépanner.
home-chain = La chaîne
home-chain-about = Les trois métiers ensemble.
home-nothing-yet = Pas encore d’exercice ici.
home-minutes = { $minutes } min
home-new = À découvrir
home-begin = Commence ici
home-broken = { $count ->
    [one] { $count } défaut dans ce fichier
   *[other] { $count } défauts dans ce fichier
}
home-broken-read = Ouvre pour les lire.
home-broken-title = Ce scénario ne se lit pas
home-unfinished = Pas terminé
home-gestures = { $count ->
    [one] { $count } geste déjà fait
   *[other] { $count } gestes déjà faits
}
home-resume = Reprendre
home-forget = Plus tard
home-lost-title = Impossible de reprendre
home-lost-says = L’exercice a changé depuis. Ton travail reste gardé dans tes fichiers.
settings = Réglages
help = Aide
settings-lang = Langue
settings-text = Taille du texte
settings-letters = Lettres à côté des couleurs
settings-motion = Moins de mouvement
back-home = Accueil

# Ordre de travail
briefing-order = Ordre de travail
briefing-number = n° { $seed }
briefing-start = Commencer
briefing-practice = Entraînement
briefing-exam = Examen
briefing-practice-says = Tu peux demander un indice et annuler un geste.
briefing-exam-says = Sans indice, sans annulation, sans aide.
briefing-counts = Ce qui compte
briefing-points = { $points } points
briefing-eliminatory = éliminatoire
briefing-have = Ce que tu as

# Établi
bench-leave = Quitter
bench-minutes = { $gone } / { $allowed } min
bench-clock = Temps de l’exercice
bench-not-saved = Non enregistré
task-now = Maintenant
task-done = C’est fait
task-done-say = Tout est en place. Rends ton travail.
task-hint = Un indice
task-undo = Annuler
task-finish = Terminer
task-fold = Replier la consigne
task-unfold = Montrer la consigne
gestures-fold = Replier les gestes au clavier
gestures-unfold = Gestes au clavier
leave-title = Quitter l’établi ?
leave-says = { $count ->
    [0] Rien n’est encore fait.
    [one] Ton geste est gardé. Tu pourras reprendre.
   *[other] Tes { $count } gestes sont gardés. Tu pourras reprendre.
}
leave-stay = Rester
leave-go = Quitter
hand-in-title = Rendre ton travail ?
hand-in-says = As-tu tout vérifié ? Après, tu ne pourras plus rien changer.
hand-in-says-unfinished = Il reste des choses à faire. Après, tu ne pourras plus rien changer.
hand-in-stay = Continuer

# Outils
tool-hand = Main
tool-sleeve = Manchon
tool-stripper = Pince
tool-wipe = Lingette
tool-cleaver = Cliveuse
tool-splicer = Soudeuse
tool-oven = Four
tool-cassette = Cassette
tool-bin = Bac
tool-cutter = Coupe
tool-hand-how = Prends une fibre, ou un outil en bas.
tool-sleeve-how = Clique la fibre pour y glisser un manchon. Après la soudure, fais-le glisser.
tool-stripper-how = Appuie sur la fibre et tire jusqu’au bout, lentement.
tool-wipe-how = Frotte le verre d’un bout à l’autre, puis lâche.
tool-cleaver-how = Pose la fibre dans la cliveuse, attends qu’elle soit à plat, appuie.
tool-splicer-how = Pose les deux fibres dans les rainures, ferme, SET.
tool-oven-how = Fais glisser l’épissure dans le four.
tool-cassette-how = Fais glisser l’épissure dans sa fente.
tool-bin-how = Fais glisser la chute dans le bac.
tool-cutter-how = Clique une fibre pour la recouper et recommencer.

# Nombres et boutons des gestes
number-mm = mm
number-speed = mm/s
number-passes = passages
number-used-wipe = déjà utilisée
number-lift = relevée °
number-tip = pointe µm
number-askew = travers °
number-offset = écart mm
number-slot = fente
number-no-fibre = choisis une fibre
nudge-one = ← → change, Entrée fait.
nudge-two = ← → et ↑ ↓ changent, Entrée fait.
verb-pick = Prendre
verb-put-back = Remettre
verb-slide-sleeve = Glisser le manchon
verb-strip = Dénuder
verb-clean = Nettoyer
verb-turn-blade = Tourner la lame
verb-cleave = Cliver
verb-bin-scrap = Jeter les chutes
verb-tape-scraps = Passer l’adhésif
verb-recut = Recouper
verb-load-left = Poser à gauche
verb-load-right = Poser à droite
verb-unload-left = Ressortir à gauche
verb-unload-right = Ressortir à droite
verb-close-hood = Fermer le capot
verb-open-hood = Ouvrir le capot
verb-fuse = SET
verb-fuse-force = Souder quand même
verb-centre-sleeve = Centrer le manchon
verb-shrink = Mettre au four
verb-store = Ranger
verb-wait = Laisser refroidir 30 s

# Sur le tapis
mat-sleeves = Manchons · { $left }
mat-wipes = Lingettes · { $left }
mat-used-wipe = déjà utilisée × { $uses }
mat-tape = Adhésif
mat-slot = Fente { $slot }
mat-cassette = Cassette
mat-press = Appuie
mat-edge = lame
mat-flat = à plat
mat-settling = pas encore à plat
mat-steady = régulier
mat-too-fast = trop vite
mat-hot = chaud
mat-passes = { $count ->
    [one] { $count } passage
   *[other] { $count } passages
}
mat-glass-bin = Verre
mat-hood-closed = Capot fermé
mat-open-hood = clique pour ouvrir
mat-close-hood = clique pour fermer
mat-force = quand même
seen-coated = gainée · reste { $length } mm
seen-bare = dénudée { $mm } mm · reste { $length } mm
seen-dirty = de la gaine colle
seen-greasy = un peu grasse
seen-clean = propre
seen-cleaved = clivée
seen-not-cleaved = pas clivée
seen-two = { $one } · { $two }
seen-sleeve-on = manchon en attente
seen-no-sleeve-on = pas de manchon
seen-spliced = soudée
seen-no-sleeve = manchon pas encore dessus
seen-sleeve-loose = manchon en place, pas rétracté
seen-sleeve-hot = manchon chaud, encore mou
seen-sleeve-shrunk = manchon rétracté
seen-in-splicer = dans la soudeuse
seen-on-mat = sur le tapis
seen-in-slot = rangée, fente { $slot }
seen-made = faite avant toi
screen-wait-both = Pose les fibres
screen-wait-left = Attend la gauche
screen-wait-right = Attend la droite
screen-close = Ferme le capot
screen-set = Prête : SET
screen-estimate = Estimé
screen-held = Traction : tenu
screen-broke = Cassée à la traction

# Bilan
debrief-name = Bilan
debrief-mark = Ta note
debrief-all = Parfait. Tout est bon.
debrief-passed = Réussi. Regarde ce qui peut être mieux.
debrief-not-passed = Pas encore. Regarde pourquoi et recommence.
debrief-eliminated = Une faute éliminatoire. Regarde laquelle.
debrief-points = { $earned } points sur { $judged } jugés
debrief-again = Recommencer
debrief-replay = Revoir mes gestes
debrief-marks = Voir les points
debrief-losses = Perte vraie à 1550 nm, en dB
debrief-losses-legend = barre : vraie · trait : estimée
debrief-see-gesture = Voir le geste { $number }
debrief-replay-keys = ← et → passent d’un geste à l’autre.
debrief-before = Geste d’avant
debrief-after = Geste d’après
debrief-gesture = Geste { $number } sur { $last }

# Aide
help-title = Les touches
help-tools = prendre un outil
help-tab = passer d’une chose à l’autre
help-enter = faire le geste
help-arrows = changer les nombres du geste, ou de fibre
help-views = aller à une vue, ouvrir un instrument
help-consoles = passer d’une console à l’autre
help-escape = reposer ce que tu tiens, puis quitter
help-hint = demander un indice
help-undo = annuler le dernier geste
help-zoom = agrandir, réduire, tout voir
help-help = cette aide
help-close = Fermer
