# Le réseau : ce que disent les consoles, le labo à leur sujet, et pourquoi un paquet s’est perdu.

console-not-simulated = « { $command } » est une vraie commande, mais elle n’est pas simulée ici
console-none = cet appareil n’a pas de console

action-type = { $device } : tape « { $line } »
action-connect = pose un { $kind } de { $a } à { $b }
action-disconnect = retire le câble de { $port }
effect-printed = { $device } répond : { $line }
effect-printed-note = { $device } : { $note }
effect-printed-nothing = { $device } ne répond rien
effect-connected = { $kind } posé de { $a } à { $b }
effect-disconnected = câble retiré de { $port }
refusal-no-such-device = il n’y a pas d’appareil « { $device } »
refusal-not-cabled = aucun câble n’est branché sur { $port }
refusal-line-too-long = la ligne est trop longue

part-device = l’appareil
part-link = le câble réseau
diag-unknown-device = il n’y a pas d’appareil réseau « { $name } »
diag-unknown-device-model = le catalogue n’a pas d’appareil réseau « { $name } »
diag-device-and-equipment = « { $name } » est déjà le nom d’un équipement
diag-startup-refused = { $device } ne prend pas la ligne « { $line } » : { $said }

reached-reply = répond (ttl { $ttl })
reached-timeout = aucune réponse
reached-local-no-route = pas de route au départ (Network is unreachable)
reached-local-broadcast = adresse de diffusion
reached-local-refused = une route de départ refuse
reached-icmp-net = réseau inaccessible, dit { $from } ({ $type }/{ $code })
reached-icmp-host = hôte inaccessible, dit { $from } ({ $type }/{ $code })
reached-icmp-port = port fermé, dit { $from } ({ $type }/{ $code })
reached-icmp-too-big = paquet trop gros, dit { $from } ({ $type }/{ $code })
reached-icmp-filtered = filtré, dit { $from } ({ $type }/{ $code })
reached-icmp-ttl = durée de vie épuisée, dit { $from } ({ $type }/{ $code })
reached-icmp-other = erreur ICMP { $type }/{ $code } de { $from }

cli-reach-about = Dit qui joint qui, et sinon comment cela se voit
cli-console-about = Ouvre la console d’un appareil
cli-capture-about = Capture ce qui passe à un port pendant des commandes
cli-arg-device = Appareil, par son nom dans le scénario
cli-arg-capture-on = Port où l’on capture : appareil/port
cli-arg-capture-run = Ligne à taper : « appareil: ligne » ; plusieurs fois si besoin
cli-arg-capture-out = Fichier pcap à écrire
cli-no-network = ce scénario n’a pas d’appareils réseau
cli-no-device = il n’y a pas d’appareil « { $device } » ; il y a : { $known }
cli-no-port = il n’y a pas de port « { $port } » (écris appareil/port)
cli-bad-run = « { $run } » ne s’écrit pas « appareil: ligne »
cli-captured = { $frames ->
    [one] { $frames } trame écrite
   *[other] { $frames } trames écrites
} dans { $file }

drop-port-shut = le port est éteint par configuration
drop-no-carrier = rien de vivant n’est au bout du câble
drop-dark = aucune lumière n’arrive par la fibre
drop-no-light = trop peu de lumière arrive : { $received }, il en faut { $needs }
drop-bit-errors = des bits arrivent faux : { $received } reçus, il en faut { $needs }
drop-err-disabled = une protection a coupé le port
drop-queue-full = trop de trames attendent : tempête
drop-link-loss = perdue sur le lien
drop-malformed = trame ou paquet mal formé
drop-bad-checksum = somme de contrôle fausse
drop-vlan-not-allowed = le VLAN { $vlan } n’est pas autorisé sur ce port
drop-vlan-unknown = le VLAN { $vlan } n’existe pas sur ce commutateur
drop-tagged-on-access = trame étiquetée VLAN { $vlan } sur un port d’accès du VLAN { $access }
drop-no-subinterface = aucune sous-interface ne prend le VLAN { $vlan }
drop-stp-blocking = le spanning tree bloque ce port (VLAN { $vlan })
drop-stp-waiting = le spanning tree écoute ou apprend encore (VLAN { $vlan })
drop-stp-inconsistent = les deux bouts n’ont pas le même VLAN natif (VLAN { $vlan })
drop-port-security = la sécurité de port refuse l’adresse { $mac }
drop-same-segment = la cible est du côté d’où vient la trame
drop-other-card = la trame est pour une autre carte, { $mac }
drop-no-protocol = personne ici ne parle ce protocole
drop-arp-unanswered = { $ip } n’a pas répondu à ARP
drop-arp-pending = la carte de { $ip } est encore demandée ; cet appareil ne garde pas le paquet
drop-no-route = pas de route vers { $to }
drop-no-route-back = pas de route de retour vers { $to }
drop-forwarding-off = l’appareil ne route pas, et le paquet est pour { $to }
drop-ttl-expired = la durée de vie s’est épuisée ici
drop-too-big = trop gros pour le lien suivant ({ $mtu } octets), et interdit de découpe
drop-martian-source = l’adresse d’origine { $from } ne peut pas venir de là
drop-directed-broadcast = fausse diffusion venue d’ailleurs
drop-broadcast-ping = on ne répond pas aux pings adressés à tous
drop-route-refuses = une route refuse { $to }
drop-acl-line = liste d’accès { $list }, ligne { $line }
drop-acl-end = liste d’accès { $list }, refus final
drop-nat-no-entry = rien dans le réseau interne n’a demandé cela (NAT)
drop-nat-exhausted = plus d’adresse ou de port libre pour traduire (NAT)
drop-no-listener = personne n’écoute sur le port { $port }
drop-fragments-missing = il manque des fragments
drop-ospf-area = le voisin est dans l’aire OSPF { $theirs }, cette interface dans l’aire { $ours }
drop-ospf-mask = le voisin a le masque { $theirs }, cette interface { $ours }
drop-ospf-hello = le voisin envoie ses hello toutes les { $theirs } s, cette interface toutes les { $ours } s
drop-ospf-dead = le voisin attend { $theirs } s avant de croire les autres morts, cette interface { $ours } s
drop-ospf-options = le voisin est dans une aire d’une autre sorte
drop-ospf-same-id = le voisin a le même identifiant de routeur, { $id }
drop-ospf-mtu = le voisin envoie des paquets jusqu’à { $theirs } octets, cette interface en prend { $ours }
drop-not-bundled = le câble appartient à l’agrégat { $group } et n’y travaille pas : les deux bouts ne sont pas d’accord
drop-nd-unanswered = { $ip } n’a pas répondu comme voisin
drop-forwarding-off-6 = l’appareil ne fait pas suivre l’IPv6, et le paquet est pour { $to }
drop-link-only = { $from } ne vaut que sur le lien : rien n’en part plus loin
drop-rip-version = un voisin parle la version { $got } de RIP, ici c’est la version { $wanted } qui est réglée

diag-bad-ipv4 = « { $text } » n’est pas une adresse IPv4
diag-bad-network = « { $text } » ne s’écrit pas adresse/longueur, par exemple 10.0.0.2/24
diag-no-lines-to-type = une étape à la console donne au moins une ligne à taper
diag-until-of-network = « until » attend un critère du réseau
diag-no-configuration = « { $name } » n’a pas de configuration qu’on enregistre

found-ping = ping de { $from } vers { $to } : { $how }
found-address = { $device } a l’adresse { $has } ; attendue : { $wanted }
found-lease = { $device } a reçu { $has } par DHCP ; attendue de { $first } à { $last }
found-configured = { $device } a la ligne « { $line } »
found-not-configured = { $device } n’a pas la ligne « { $line } »
found-saved = { $device } : la configuration est enregistrée
found-not-saved = { $device } : la configuration en cours n’est pas enregistrée
found-shows = { $device } : « { $line } » montre « { $holds } »
found-shows-not = { $device } : « { $line } » ne montre pas « { $holds } »
found-cabled = un câble va de { $a } à { $b }
found-not-cabled = aucun câble ne va de { $a } à { $b }
cause-lost = perdu dans { $device } : { $reason }
cause-lost-at = perdu dans { $device }, { $place } : { $reason }

verb-type = Taper
verb-connect = Câbler
verb-disconnect = Décâbler

blame-worst = sur cette fibre, ce qui perd le plus : { $what }, { $loss }
blame-worst-in = sur cette fibre, ce qui perd le plus est à { $place } : { $what }, { $loss }
blame-ends = vue du client, la fibre s’arrête à { $at }
blame-ends-in = vue du client, la fibre s’arrête à { $place } : { $at }

found-tried = dernier ping de { $from } vers { $to } : répondu, après tout le reste
found-tried-before = ping de { $from } vers { $to } répondu, puis quelque chose a encore été changé
found-not-tried = aucun ping de { $from } vers { $to } n’a eu de réponse
refusal-is-fibre = À { $port }, c’est la fibre d’un client : elle se débranche à ses ports optiques.
drop-no-power = { $next } n’a pas de courant
console-no-power = l’appareil n’a pas de courant : la console reste muette
