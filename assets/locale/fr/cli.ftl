cli-about = Splicelab : apprendre à souder la fibre, câbler une baie, gérer un petit réseau. Sans commande, le labo s’ouvre.
cli-usage = Usage
cli-commands = Commandes
cli-options = Options
cli-arguments = Arguments
cli-exit-codes = Codes de sortie : 0 tout va bien, 1 un défaut est trouvé, 2 impossible.
cli-open-about = Ouvre un scénario dans le labo
cli-check-about = Vérifie des scénarios et prouve leurs solutions
cli-play-about = Joue un journal sans fenêtre et donne les notes
cli-grade-about = Rejoue et note des travaux rendus
cli-show-about = Raconte un travail rendu, geste par geste
cli-trace-about = Suit la lumière d’un bout de fibre à l’autre
cli-sor-about = Fichiers d’OTDR (.sor)
cli-sor-show-about = Montre un fichier d’OTDR : réglages, événements, remarques
cli-budget-about = Compte la perte d’un lien pas à pas et dit si elle convient
cli-arg-lang = Langue : fr ou en
cli-arg-help = Affiche cette aide
cli-arg-version = Affiche la version
cli-arg-budget-nm = Longueur d’onde en nm (sans elle, celle de l’OLT s’il y en a un, sinon 1550)
cli-arg-seed = Graine du tirage (1 par défaut)
cli-arg-json = Écrit du JSON, pour un programme
cli-arg-scenario = Fichier du scénario (.ron)
cli-arg-journal = Journal à jouer : liste de gestes, solution ou travail rendu
cli-arg-submissions = Travaux rendus
cli-arg-scenarios = Dossier où chercher les scénarios
cli-arg-backend = Pilote graphique : vulkan, dx12, gl, metal
cli-arg-frame-report = Écrit les temps d’image toutes les 5 s
cli-arg-paths = Scénarios, ou dossiers qui en contiennent
cli-arg-seeds = Nombre de tirages à prouver (5 par défaut)
cli-arg-mistake = Joue cette erreur du fichier de solution
cli-arg-out = Écrit le travail dans ce fichier
cli-arg-from = Départ : câble:tube:fibre@lieu ou équipement/port
cli-arg-to = Arrivée : câble:tube:fibre@lieu ou équipement/port
cli-arg-nm = Longueur d’onde en nm (1550 par défaut)
cli-arg-sor-file = Fichier d’OTDR (.sor)

cli-trouble = Impossible :
cli-unknown-command = la commande « { $command } » n’existe pas.
cli-unknown-argument = l’option « { $argument } » n’existe pas.
cli-missing-argument = il manque { $argument }.
cli-missing-value = il manque une valeur après { $argument }.
cli-missing-subcommand = il manque la suite ; il y a : { $known }.
cli-bad-value = « { $value } » ne convient pas pour { $argument }.
cli-did-you-mean = Voulais-tu dire « { $suggestion } » ?
cli-see-help = Pour l’aide : splicelab --help
cli-refused = l’action { $number } ({ $action }) est refusée : { $why }
cli-cannot-read = « { $file } » ne se lit pas : { $why }
cli-cannot-write = « { $file } » ne s’écrit pas : { $why }
cli-not-a-submission = « { $file } » n’est pas un travail rendu : ligne { $line }, colonne { $column } : { $why }
cli-submission-format = « { $file } » est au format { $format } ; cette version lit le format 1.
cli-too-large = « { $file } » est trop gros : plus de { $mib } Mio.
cli-scenario-not-found = le scénario « { $id } » est introuvable. Indique son dossier avec --scenarios.
cli-scenario-changed = le scénario « { $id } » a changé depuis ce travail : { $file } n’a pas la même empreinte. Retrouve l’ancienne version et indique son dossier avec --scenarios.
cli-no-mistake = l’erreur « { $mistake } » n’est pas dans ce fichier. Il y a : { $known }.
cli-not-a-solution = --mistake demande un fichier de solution.
cli-bad-termination = « { $text } » n’est ni un bout de fibre, ni un port. Écris câble:tube:fibre@lieu ou équipement/port.
cli-no-termination = « { $text } » n’existe pas dans ce scénario.
cli-no-scenario-here = Aucun scénario (.ron) dans { $path }.

check-good = { $file } : bon, prouvé pour { $seeds ->
    [one] { $seeds } tirage
   *[other] { $seeds } tirages
}.
check-broken = { $file } : { $count ->
    [one] { $count } défaut
   *[other] { $count } défauts
}.
check-no-solution = { $file } : pas de solution ({ $solution }), rien n’est prouvé.
check-seeds = tirages : { $seeds }

trace-total = en tout, à { $nm } nm
trace-span = { $length } de fibre : { $from } → { $to }
trace-splice = épissure (estimée { $estimate }) : { $from } → { $to }
trace-made-splice = épissure déjà faite : { $from } → { $to }
trace-pigtail = pigtail et son épissure : { $from } → { $to }
trace-mating = connexion { $faces } : { $from } → { $to }
trace-mating-dirty = connexion { $faces }, sale : { $from } → { $to }
trace-mating-wrong = connexion { $faces }, polissages différents : { $from } → { $to }
trace-cord = jarretière « { $cord } », { $length }
trace-leg = coupleur 1:{ $ratio } : { $from } → { $to }

open-no-screen = Pas d’écran ou pas de pilote graphique : le labo ne peut pas s’ouvrir. Voici sa démonstration, jouée sans fenêtre.
open-no-window-built = Cette version est construite sans fenêtre. Voici la démonstration, jouée sans elle.

cli-new-about = Crée un exercice à partir d’un modèle ; sans modèle, les montre
cli-arg-template = Le modèle
cli-arg-new-dir = Le dossier à créer ; son nom devient celui de l’exercice
new-list = Modèles, pour : splicelab new MODÈLE DOSSIER
new-unknown = il n’y a pas de modèle « { $name } » ; peut-être « { $like } ». Il y a : { $known }
new-bad-name = « { $name } » ne peut pas nommer un exercice : minuscules sans accent, chiffres et tirets
new-made = { $file } est prêt, avec sa solution. Change-le, puis : splicelab check { $file }
template-epissure = une épissure, protégée et rangée
template-brassage = une jarretière dans une armoire
template-baie-montage = un appareil dans une baie
template-baie-cordon = un cordon rangé et étiqueté
template-reseau-ping = deux postes sur un commutateur
template-reseau-routeur = un routeur entre deux réseaux
template-chaine-courant = un commutateur sans courant, de la baie au ping

cli-export-about = Sort ce qu’un exercice contient pour d’autres programmes
cli-export-rack-about = Les baies telles qu’elles sont : tableaux simples, et tableaux que NetBox importe
cli-arg-export-out = Dossier des tableaux
export-no-rack = cet exercice n’a pas de baie
