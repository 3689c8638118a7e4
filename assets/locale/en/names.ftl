# Names and pages.

found-name = “{ $name }” as { $from } sees it: { $how }
found-name-wanted = “{ $name }” as { $from } sees it: { $how }; expected: { $wanted }, said by a server
name-by-server = address { $to }, said by { $server }
name-by-file = address { $to }, written in its own file /etc/hosts
name-no-name = there is no such name (NXDOMAIN)
name-no-address = there is such a name, without an address
name-fails = the name server could not find out (SERVFAIL)
name-refused = the name server refuses to answer (REFUSED)
name-not-listening = nobody listens on port 53 at the name server’s address
name-silent = no name server answers
name-filtered = a list forbids reaching the name server
name-no-way = no route leads to the name server

found-page = “{ $url }” asked for by { $from }: { $how }
found-page-lacks = “{ $url }” asked for by { $from }: a page comes, but it does not hold “{ $holds }”
page-status = the server answers { $status }
page-no-name = the name gave no address: { $how }
page-refused = connection refused: the computer is there, nobody listens on this port
page-silent = nothing comes back
page-no-way = no route at the start
page-unreachable = unreachable or filtered
page-stuck = the connection opens, the page does not come
page-nothing = no page comes

diag-no-services = “{ $name }” is no computer with Linux: it cannot offer services
diag-service-twice = “{ $name }” offers the same service twice
diag-page-path = the path of a page begins with “/”: “{ $path }”
diag-bad-name = “{ $text }” cannot be a domain name
diag-bad-zone = the zone “{ $name }” is not understood: { $said }
diag-bad-url = “{ $text }” is not written http://name/path
diag-no-computer = “{ $name }” is no computer with Linux: it looks for neither names nor pages

cmd-curl = asks for a web page, or says why it does not come
cmd-dig = asks the name server for the address of a name
cmd-resolvectl = shows which name server this computer asks
cmd-ss = shows the ports that are open here
cmd-nc = tries whether a port is open over there
cmd-systemctl-status = says whether a service runs, and what it complains of
cmd-systemctl-restart = starts a service anew; it reads its files again
cmd-systemctl-stop = stops a service
cmd-sed = replaces one text by another in a file
cmd-echo = writes a line; “>” writes it into a file, “>>” adds it there
cmd-ls = shows the files of a folder

decode-tcp = { $from } → { $to }: { $flags }, { $count } bytes
decode-text = { $text }
decode-dns-asks = asks for { $question }
decode-dns-says = { $question }: { $said }
decode-flags = flags
decode-acknowledged = acknowledged
decode-first-line = first line
decode-question = question
decode-record = answer
