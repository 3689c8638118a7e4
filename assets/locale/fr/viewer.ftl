# L’OTDR : son écran et ses touches
otdr-name = RÉFLECTOMÈTRE
otdr-no-trace = Pas de courbe.
otdr-trace-said = Courbe { $name }, de { $from } à { $to } ; curseur { $cursor } à { $at }
otdr-two-points = Perte A–B, 2 points
otdr-slope = Pente A–B
otdr-level-a = Niveau en A
otdr-place = Lieu (a)
otdr-loss = Perte en a
otdr-reflectance = Réflectance
otdr-slope-before = Pente A–a
otdr-slope-behind = Pente b–B
otdr-stretches = A–a / b–B
otdr-key-closer = Zoom +
otdr-key-farther = Zoom −
otdr-key-taller = Haut +
otdr-key-lower = Haut −
otdr-key-fit = Tout
otdr-key-close = De près
otdr-key-cursor = Curseur { $letter }
otdr-key-left = ◀
otdr-key-right = ▶
otdr-key-two-points = 2 points
otdr-key-four-markers = 4 repères
otdr-key-event-before = Évén. ◀
otdr-key-event-next = Évén. ▶
otdr-key-overlay = 2e courbe
otdr-key-swap = Échanger
otdr-key-mark = Noter ici
otdr-keyboard =
    ← →  curseur (Maj : pas fin)
    + −  zoom      ↑ ↓  hauteur
    F  tout      Z  de près
    C  curseur suivant
    M  points ou repères
    N P  événements
otdr-key-table = Tableau
otdr-mark-at = Noter à { $at }
otdr-mark-loss = Perte lue : { $loss }
otdr-mark-two-points = Lu entre A et B : { $loss }
otdr-mark-no-loss = Aucune perte ne se lit ici.
otdr-sign-loss = Épissure ou courbure
otdr-sign-gain = Gain apparent
otdr-sign-reflective = Réflexion, connecteur
otdr-sign-saturated = Réflexion saturée
otdr-sign-end = Fin de fibre
otdr-sign-end-dark = Fin sans réflexion
otdr-sign-ghost = Fantôme
otdr-sign-other = Autre
otdr-sheet-events = Événements
otdr-sheet-both = Deux sens
otdr-sheet-about = Fichier
otdr-column-number = N°
otdr-column-event = Événement
otdr-column-distance = Distance (m)
otdr-column-loss = Perte (dB)
otdr-column-reflectance = Réfl. (dB)
otdr-column-slope = Pente (dB/km)
otdr-column-comment = Commentaire
otdr-no-events = Aucun événement dans le fichier.
otdr-none-marked = Rien de noté. Place un curseur, puis « Noter ici ».
otdr-strike = Rayer le n° { $number }
otdr-both-distance = Distance (m)
otdr-both-there = Aller (dB)
otdr-both-back = Retour (dB)
otdr-both-mean = Moyenne (dB)
otdr-both-step = Écart ± (dB)
otdr-both-comment = Remarque
otdr-both-none = Aucun événement à comparer.
otdr-both-apparent = gain apparent
otdr-both-read-here = * pas d’événement noté dans ce sens : perte lue au même endroit.

# Un fichier ouvert
trace-open = Ouvrir une courbe .sor
trace-open-says = Glisse un fichier .sor sur la fenêtre, ou écris son chemin.
trace-path = Chemin du fichier
trace-open-it = Ouvrir
trace-broken-title = Ce fichier ne s’ouvre pas
trace-save = Enregistrer une copie
trace-saved = Copie enregistrée : { $file }
trace-not-saved = Pas enregistré : { $why }
trace-compare = Deuxième courbe
trace-compare-says = Une autre longueur d’onde, ou l’autre sens : choisis son fichier.
trace-other-end = Mesurée de l’autre bout
trace-screen = Réflectomètre
trace-no-points = Ce fichier ne contient aucun point.
trace-close = Fermer
trace-files-here = Dans ce dossier
