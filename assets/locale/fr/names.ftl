# Les noms et les pages.

found-name = « { $name } » vu de { $from } : { $how }
found-name-wanted = « { $name } » vu de { $from } : { $how } ; attendue : { $wanted }, dite par un serveur
name-by-server = adresse { $to }, dite par { $server }
name-by-file = adresse { $to }, écrite dans son propre fichier /etc/hosts
name-no-name = ce nom n’existe pas (NXDOMAIN)
name-no-address = ce nom existe, mais il n’a pas d’adresse
name-fails = le serveur de noms n’a pas pu trouver la réponse (SERVFAIL)
name-refused = le serveur de noms refuse de répondre (REFUSED)
name-not-listening = personne n’écoute sur le port 53 à l’adresse du serveur de noms
name-silent = aucun serveur de noms ne répond
name-filtered = une liste interdit de joindre le serveur de noms
name-no-way = aucune route ne mène au serveur de noms

found-page = « { $url } » demandée par { $from } : { $how }
found-page-lacks = « { $url } » demandée par { $from } : une page vient, mais elle ne contient pas « { $holds } »
page-status = le serveur répond { $status }
page-no-name = le nom n’a pas donné d’adresse : { $how }
page-refused = connexion refusée : la machine est là, personne n’écoute sur ce port
page-silent = rien ne revient
page-no-way = aucune route au départ
page-unreachable = injoignable ou filtrée
page-stuck = la connexion s’ouvre, la page ne vient pas
page-nothing = aucune page ne vient

diag-no-services = « { $name } » n’est pas un ordinateur sous Linux : il ne peut pas offrir de services
diag-service-twice = « { $name } » offre deux fois le même service
diag-page-path = le chemin d’une page commence par « / » : « { $path } »
diag-bad-name = « { $text } » ne peut pas être un nom de domaine
diag-bad-zone = la zone « { $name } » n’est pas comprise : { $said }
diag-bad-url = « { $text } » ne s’écrit pas http://nom/chemin
diag-no-computer = « { $name } » n’est pas un ordinateur sous Linux : il ne cherche ni nom ni page

cmd-curl = demande une page web, ou dit pourquoi elle ne vient pas
cmd-dig = demande l’adresse d’un nom au serveur de noms
cmd-resolvectl = montre à quel serveur de noms ce poste s’adresse
cmd-ss = montre les ports ouverts ici
cmd-nc = essaie si un port est ouvert là-bas
cmd-systemctl-status = dit si un service tourne, et de quoi il se plaint
cmd-systemctl-restart = relance un service, qui relit ses fichiers
cmd-systemctl-stop = arrête un service
cmd-sed = remplace un texte par un autre dans un fichier
cmd-echo = écrit une ligne ; « > » l’écrit dans un fichier, « >> » l’y ajoute
cmd-ls = montre les fichiers d’un dossier

decode-tcp = { $from } → { $to } : { $flags }, { $count } octets
decode-text = { $text }
decode-dns-asks = demande { $question }
decode-dns-says = { $question } : { $said }
decode-flags = drapeaux
decode-acknowledged = accusé
decode-first-line = première ligne
decode-question = question
decode-record = réponse
