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
