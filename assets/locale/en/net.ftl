# The network: what consoles say, what the lab says of it, and why a packet was lost.

console-not-simulated = “{ $command }” is a real command, but it is not simulated here
console-none = this device has no console

action-type = { $device }: type “{ $line }”
action-connect = lay a { $kind } from { $a } to { $b }
action-disconnect = take away the cable at { $port }
effect-printed = { $device } answers: { $line }
effect-printed-note = { $device }: { $note }
effect-printed-nothing = { $device } answers nothing
effect-connected = { $kind } laid from { $a } to { $b }
effect-disconnected = cable taken away at { $port }
refusal-no-such-device = there is no device “{ $device }”
refusal-not-cabled = no cable is plugged in at { $port }
refusal-line-too-long = the line is too long

part-device = the device
part-link = the network cable
diag-unknown-device = there is no network device “{ $name }”
diag-unknown-device-model = the catalogue has no network device “{ $name }”
diag-device-and-equipment = “{ $name }” is the name of an equipment already
diag-startup-refused = { $device } does not take the line “{ $line }”: { $said }

reached-reply = answers (ttl { $ttl })
reached-timeout = no answer
reached-local-no-route = no route at the start (Network is unreachable)
reached-local-broadcast = broadcast address
reached-local-refused = a route at the start refuses
reached-icmp-net = network unreachable, says { $from } ({ $type }/{ $code })
reached-icmp-host = host unreachable, says { $from } ({ $type }/{ $code })
reached-icmp-port = port closed, says { $from } ({ $type }/{ $code })
reached-icmp-too-big = packet too big, says { $from } ({ $type }/{ $code })
reached-icmp-filtered = filtered, says { $from } ({ $type }/{ $code })
reached-icmp-ttl = time to live exceeded, says { $from } ({ $type }/{ $code })
reached-icmp-other = ICMP error { $type }/{ $code } from { $from }

cli-reach-about = Say who reaches whom, and if not, how that shows
cli-console-about = Open the console of a device
cli-capture-about = Capture what passes a port while commands run
cli-arg-device = Device, by its name in the scenario
cli-arg-capture-on = Port to capture at: device/port
cli-arg-capture-run = Line to type: “device: line”; more than once if wanted
cli-arg-capture-out = pcap file to write
cli-no-network = this scenario has no network devices
cli-no-device = there is no device “{ $device }”; there are: { $known }
cli-no-port = there is no port “{ $port }” (write device/port)
cli-bad-run = “{ $run }” is not written “device: line”
cli-captured = { $frames ->
    [one] { $frames } frame written
   *[other] { $frames } frames written
} to { $file }

drop-port-shut = the port is switched off by configuration
drop-no-carrier = nothing live is at the end of the cable
drop-dark = no light comes through the fibre
drop-no-light = too little light arrives: { $received }, it needs { $needs }
drop-bit-errors = bits arrive wrong: { $received } received, it needs { $needs }
drop-err-disabled = a protection shut the port
drop-queue-full = too many frames wait: a storm
drop-link-loss = lost on the link
drop-malformed = malformed frame or packet
drop-bad-checksum = wrong checksum
drop-vlan-not-allowed = VLAN { $vlan } is not allowed on this port
drop-vlan-unknown = VLAN { $vlan } does not exist on this switch
drop-tagged-on-access = frame tagged VLAN { $vlan } on an access port of VLAN { $access }
drop-no-subinterface = no sub-interface takes VLAN { $vlan }
drop-stp-blocking = spanning tree blocks this port (VLAN { $vlan })
drop-stp-waiting = spanning tree still listens or learns (VLAN { $vlan })
drop-stp-inconsistent = the two ends do not have the same native VLAN (VLAN { $vlan })
drop-port-security = port security refuses the address { $mac }
drop-same-segment = the target is where the frame came from
drop-other-card = the frame is for another card, { $mac }
drop-no-protocol = nobody here speaks this protocol
drop-arp-unanswered = { $ip } did not answer ARP
drop-arp-pending = the card of { $ip } is still being asked for; this device keeps no packet meanwhile
drop-no-route = no route to { $to }
drop-no-route-back = no route back to { $to }
drop-forwarding-off = the device does not route, and the packet is for { $to }
drop-ttl-expired = the time to live ran out here
drop-too-big = too big for the next link ({ $mtu } bytes), and not to be cut
drop-martian-source = the source address { $from } cannot come from there
drop-directed-broadcast = pretended broadcast from elsewhere
drop-broadcast-ping = pings to everyone are not answered
drop-route-refuses = a route refuses { $to }
drop-acl-line = access list { $list }, line { $line }
drop-acl-end = access list { $list }, the deny at its end
drop-nat-no-entry = nothing inside asked for this (NAT)
drop-nat-exhausted = no address or port is left to translate to (NAT)
drop-no-listener = nobody listens on port { $port }
drop-fragments-missing = fragments are missing
drop-ospf-area = the neighbour is in area { $theirs } of OSPF, this interface in area { $ours }
drop-ospf-mask = the neighbour has the mask { $theirs }, this interface { $ours }
drop-ospf-hello = the neighbour says hello every { $theirs } s, this interface every { $ours } s
drop-ospf-dead = the neighbour waits { $theirs } s before it takes others for dead, this interface { $ours } s
drop-ospf-options = the neighbour is in another kind of area
drop-ospf-same-id = the neighbour has the same router ID, { $id }
drop-ospf-mtu = the neighbour sends packets of up to { $theirs } bytes, this interface takes { $ours }
drop-not-bundled = the cable belongs to bundle { $group } and does not work in it: the two ends do not agree
drop-nd-unanswered = { $ip } did not answer as a neighbour
drop-forwarding-off-6 = the device passes no IPv6 on, and the packet is for { $to }
drop-link-only = { $from } is an address of the link only: nothing from it goes further
drop-rip-version = a neighbour speaks version { $got } of RIP, here version { $wanted } is set

diag-bad-ipv4 = “{ $text }” is no IPv4 address
diag-bad-network = “{ $text }” is not written address/length, for example 10.0.0.2/24
diag-no-lines-to-type = a console step gives at least one line to type
diag-until-of-network = “until” wants a criterion of the network
diag-no-configuration = “{ $name }” has no configuration that is saved

found-ping = ping from { $from } to { $to }: { $how }
found-address = { $device } has the address { $has }; expected: { $wanted }
found-lease = { $device } got { $has } by DHCP; expected from { $first } to { $last }
found-configured = { $device } has the line “{ $line }”
found-not-configured = { $device } does not have the line “{ $line }”
found-saved = { $device }: the configuration is saved
found-not-saved = { $device }: the configuration at work is not saved
found-shows = { $device }: “{ $line }” shows “{ $holds }”
found-shows-not = { $device }: “{ $line }” does not show “{ $holds }”
found-cabled = a cable leads from { $a } to { $b }
found-not-cabled = no cable leads from { $a } to { $b }
cause-lost = lost in { $device }: { $reason }
cause-lost-at = lost in { $device }, { $place }: { $reason }

verb-type = Type
verb-connect = Cable
verb-disconnect = Uncable

blame-worst = on this fibre, what loses most: { $what }, { $loss }
blame-worst-in = on this fibre, what loses most is at { $place }: { $what }, { $loss }
blame-ends = seen from the client, the fibre ends at { $at }
blame-ends-in = seen from the client, the fibre ends at { $place }: { $at }

found-tried = last ping from { $from } to { $to }: answered, after all the rest
found-tried-before = ping from { $from } to { $to } answered, but something was changed after it
found-not-tried = no ping from { $from } to { $to } was answered
refusal-is-fibre = At { $port } is the fibre of a client: it is unplugged at its optical ports.
drop-no-power = { $next } has no current
console-no-power = the device has no current: its console is silent
