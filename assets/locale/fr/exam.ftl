## Examens : fabrication, vérification, notation de classe, rapports.
cli-exam-about = Fabrique un examen
cli-exam-new-about = Fabrique le paquet chiffré d’un examen et un ticket par candidat
cli-verify-about = Dit, point par point, si un rendu est bien celui de l’examen
cli-arg-exam-scenarios = Les exercices de l’examen, dans l’ordre
cli-arg-class = La classe, en CSV : id, et si l’on veut nom, prénom, courriel
cli-arg-minutes = Durée de l’examen
cli-arg-exam-out = Dossier où tout est écrit
cli-arg-exam-title = Titre de l’examen ; celui du premier exercice sinon
cli-arg-session = Code de la session ; tiré au hasard sinon
cli-arg-aid = Ce qui est permis, à répéter
cli-arg-exam-from = Début permis à partir de, en secondes depuis 1970
cli-arg-exam-until = Début permis jusqu’à, en secondes depuis 1970
cli-arg-passphrase = Fichier de la phrase secrète du paquet
cli-arg-session-file = session.json ou paquet : vérifie qui a signé les tickets
cli-arg-pack = Paquet de l’examen, d’où viennent les exercices
cli-arg-words = Les huit mots notés à la remise
cli-arg-grade-out = Dossier des rapports : pages, tableaux, Moodle, xAPI
cli-arg-overrides = Points donnés à la main, en CSV : candidate, scenario, criterion, points, reason
cli-arg-against = results.json d’une notation d’avant, à comparer
cli-arg-changed = Note avec le barème changé des exercices de --scenarios
cli-arg-organisation = Nom de l’organisme, en tête des rapports
cli-arg-home-page = Adresse du site des comptes, pour xAPI

exam-made = { $count ->
    [one] Examen prêt pour { $count } candidat dans { $out }.
   *[other] Examen prêt pour { $count } candidats dans { $out }.
 }
exam-sheet = Session { $session } · phrase secrète du paquet : { $passphrase } · code de pause : { $code }
exam-scenario-twice = l’exercice « { $id } » est donné deux fois
exam-own-trace = l’exercice donne sa propre courbe « { $file } » : un paquet n’en transporte pas encore
exam-no-chance = le système ne donne pas de hasard : { $why }
exam-short-passphrase = la phrase secrète est trop courte : huit signes au moins
exam-needs-passphrase = ce paquet est chiffré : donne --passphrase-file
exam-no-pack = { $file } n’est pas un paquet d’examen
exam-pack-format = { $file } est au format { $format }, que cette version ne connaît pas
exam-wrong-passphrase = { $file } ne s’ouvre pas : la phrase secrète est une autre, ou le fichier a été changé
class-wrong = { $file } : { $why }
class-empty = il n’y a personne dans ce fichier
class-no-id = aucune colonne ne s’appelle « id » ; il y a : { $columns }
class-missing-id = ligne { $line } : pas d’identifiant
class-bad-id = ligne { $line } : « { $id } » ne peut pas nommer un fichier ; lettres sans accent, chiffres, - _ .
class-twice = ligne { $line } : « { $id } » est déjà à la ligne { $first }
class-open-quote = ligne { $line } : un guillemet n’est jamais fermé
class-not-text = ce n’est pas du texte en UTF-8 : enregistre-le comme « CSV UTF-8 »
override-column = il manque la colonne « { $name } »
override-points = ligne { $line } : « { $text } » n’est pas un nombre de points
override-no-reason = ligne { $line } : des points donnés à la main ont toujours une raison
override-unknown = ligne { $line } : ni ce candidat, ni cet exercice, ni ce critère n’ont été notés
override-too-many = ligne { $line } : ce critère vaut { $most } points au plus

verify-what-file = fichier
verify-what-ticket = ticket
verify-what-chain = chaîne
verify-what-seal = sceau
verify-what-words = mots
verify-what-scenario = exercice
verify-what-replay = rejeu
verify-what-clock = heures
verify-good = { $file } : bon
verify-broken = { $file } : altéré
verify-cannot-tell = { $file } : rien d’altéré n’a été trouvé, mais tout n’a pas pu être vérifié
verify-words-of-which = --words vaut pour un seul fichier
verify-no-splab = ce n’est pas un rendu d’examen
verify-beyond = { $count ->
    [one] une ligne en trop, illisible ou coupée
   *[other] { $count } lignes en trop, illisibles ou coupées
 }
verify-not-text = des octets ne sont pas du texte
verify-whole = { $lines ->
    [one] entier, une ligne
   *[other] entier, { $lines } lignes
 }
verify-no-manifest = la première ligne ne dit pas qui ni quoi
verify-no-ticket = il n’y a pas de ticket lisible
verify-other-exercise = le ticket ne donne pas l’exercice « { $exercise } »
verify-other-seed = la variante n’est pas celle de ce candidat
verify-ticket = { $id }, session { $session }, signé par elle
verify-ticket-unknown = { $id }, session { $session } ; sans session.json, la signature n’est pas vérifiée
verify-ticket-forged = { $id }, session { $session } : ce ticket n’est pas signé par la session
verify-same-as = même ticket et même début que { $file } : un seul des deux est le sien
verify-chain = chaque ligne suit de celle d’avant
verify-chain-broken = la ligne { $line } ne suit pas de celles d’avant : elle ou une ligne avant a été changée, ôtée ou ajoutée
verify-no-seal = pas de sceau : pas remis, ou la fin a été coupée
verify-no-seal-in-it = le sceau est illisible
verify-seal-forged = le sceau n’est pas de la clé du ticket
verify-seal-lines = le sceau couvre { $sealed } lignes, il y en a { $there }
verify-seal-other = le sceau est celui d’une autre suite de lignes
verify-seal = scellé par la clé du ticket
verify-no-words = sans les huit mots de la feuille, une fin coupée puis rescellée ne se voit pas ; ici : { $words }
verify-words = les huit mots de la feuille
verify-words-earlier = les mots sont ceux de la ligne { $line } : tout ce qui suit a été ajouté après la remise
verify-words-other = d’autres mots que ceux de la feuille ; ici : { $words }
verify-words-count = il faut huit mots, il y en a { $count }
verify-words-unknown = « { $word } » n’est pas un de ces mots
verify-no-scenario-named = aucun exercice n’est nommé
verify-scenario = { $id }, mêmes octets
verify-scenario-unknown = l’exercice « { $id } » n’a pas été trouvé : donne --scenarios ou --pack
verify-not-replayed = pas rejoué, faute d’exercice
verify-replay = rejoué, le même état à la fin
verify-replay-unsealed = rejoué, mais sans sceau il n’y a rien à comparer
verify-replay-stopped = le geste { $number } est impossible : { $why }
verify-replay-other = rejoué, l’état à la fin n’est pas celui du sceau
verify-clock = { $worked } de travail, sans longue pause
verify-clock-back = à la ligne { $line } l’heure recule
verify-clock-window = commencé hors de la plage permise
verify-clock-long = { $worked } de travail pour { $minutes } min permises
verify-clock-gaps = { $count ->
    [one] une absence de { $longest }, avant la ligne { $line }
   *[other] { $count } longues absences, la plus longue de { $longest } avant la ligne { $line }
 }
verify-clock-resumed = relancé { $count } fois, { $paused } de pause permise

grade-progress = { $done } / { $all }
grade-given = { $title } : { $before } → { $after } à la main : { $reason }
grade-changes = { $count ->
    [0] Rien n’a changé.
    [one] Une ligne a changé :
   *[other] { $count } lignes ont changé :
 }
grade-no-results = { $file } n’est pas un results.json d’ici : { $why }
moodle-no-id = { $file } n’a pas d’identifiant : pas de ligne pour Moodle
moodle-twice = { $id } a rendu « { $scenario } » deux fois : Moodle n’en prend qu’un
moodle-too-high = { $id } a plus de 20 : Moodle refuserait tout le fichier

report-title = Fiche d’évaluation
report-class = Résultats de la classe
report-candidate = Candidat
report-session = Session
report-program = Logiciel
report-when = Du – au
report-took = Durée simulée
report-gestures = Gestes
report-incidents = Incidents
report-no-incident = aucun
report-resumed = relancé { $resumed } fois, en pause { $paused } fois
report-competence = Compétence
report-criterion = Critère
report-observed = Observé
report-level = Niveau
report-points = Points
report-acquired = acquis
report-under-way = en cours
report-not-acquired = non acquis
report-not-judged = non évalué
report-passed = réussi
report-not-passed = pas réussi
report-eliminatory = éliminatoire
report-given = Corrigé à la main : { $before } → { $after }. { $reason }
report-verified = Intégrité du rendu
report-hash = Empreinte de l’exercice
report-seed = Variante
report-words = Mots de remise
report-assessor-signs = L’évaluateur : nom, date, signature
report-candidate-signs = Le candidat : date, signature
report-place = Appui à l’évaluation en cours de formation. Ce n’est pas la mise en situation professionnelle elle-même.
report-time = { $time }
report-success = Réussite
report-commonest = Ce qui a manqué le plus souvent
report-overview = Vue d’ensemble
report-notes = Notes sur 20

cli-exam-open-about = Passe un examen : identité, règles, exercices, remise
cli-arg-exam-pack = Le paquet de l’examen
cli-arg-ticket = Ton ticket ; celui qui est à côté du paquet sinon
cli-arg-drop = Dossier où les rendus sont ramassés
exam-needs-screen = un examen se passe dans la fenêtre, et il n’y a pas d’écran ici
exam-which-ticket = il n’y a pas un seul ticket dans { $folder } : donne --ticket
exam-no-ticket = { $file } n’est pas un ticket
exam-other-session = ce ticket n’est pas de cet examen
exam-too-early = cet examen n’est pas encore ouvert
exam-too-late = cet examen n’est plus ouvert
exam-no-folder = pas de dossier pour écrire l’examen
exam-session = Session { $session }
exam-minutes = { $minutes } min en tout
exam-left = Reste { $time }
exam-rule-help = Pas d’aide, pas d’annulation, pas de note avant la fin.
exam-rule-saved = Chaque geste est écrit tout de suite : si le poste s’arrête, relance et continue.
exam-rule-words = À la remise, huit mots s’affichent : l’évaluateur les note avec toi.
exam-aids = Permis : { $aids }
exam-no-aids = rien d’autre que ce poste
exam-locked = L’évaluateur ouvre le paquet :
exam-passphrase = Phrase secrète
exam-unlock = Ouvrir
exam-begin = Commencer
exam-go-on = Continuer
exam-is-handed-in = Rendu
exam-words-say = Les huit mots pour la feuille de l’évaluateur :
exam-spoilt = Ce fichier a été changé depuis : appelle l’évaluateur.
exam-handed-in = C’est déjà rendu.
exam-no-sheet = Le paquet n’est pas ouvert, ou n’a pas cet exercice.
exam-disk = Rien ne s’écrit plus sur le disque : { $why }. Appelle l’évaluateur.
exam-collected = Copié dans { $file }
exam-not-collected = Pas copié au ramassage : { $why }. Ton fichier reste sur ce poste : appelle l’évaluateur.
exam-wrong-words = Ce n’est pas la phrase secrète.
exam-wrong-code = Ce n’est pas le code.
exam-time-is-up = Le temps est écoulé.
exam-pause = Pause
exam-ask-pause = L’évaluateur tape son code pour mettre en pause. Le temps court encore.
exam-paused = En pause. L’évaluateur tape son code pour reprendre.
exam-code = Code de l’évaluateur
exam-code-enter = Valider
exam-back-to-work = Revenir au travail
