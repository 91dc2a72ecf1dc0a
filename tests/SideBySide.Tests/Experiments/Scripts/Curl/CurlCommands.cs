namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>Commands that users paste, and edge cases of curl's and of bash's grammar. A line of dashes separates them.</summary>
internal static class CurlCommands
{
    /// <summary>Commands that are converted to exactly curl's bytes.</summary>
    public static IReadOnlyList<string> Understood { get; } = Split("""
        curl http://h/
        ---
        curl h
        ---
        curl HTTP://H.Example/
        ---
        curl http://h?x
        ---
        curl 'http://h/?'
        ---
        curl 'http://h/?a?b#c?d'
        ---
        curl http://h:/x
        ---
        curl http://h:080/x
        ---
        curl http://localhost:80/
        ---
        curl http://localhost:443/
        ---
        curl http://h.:81/
        ---
        curl http://h_a~b/
        ---
        curl http://127.1/
        ---
        curl http://0x7f.0.0.1:80/
        ---
        curl http://0177.0x1/
        ---
        curl http://2130706433/
        ---
        curl http://1.2.3/
        ---
        curl http://1.2.3.256/
        ---
        curl http://1.2.3.4./
        ---
        curl http://1.2.3.4.5/
        ---
        curl http://08.1/
        ---
        curl http://[::1]/
        ---
        curl http://[::1%25lo]/
        ---
        curl http://[::1%lo]:81/
        ---
        curl -g 'http://[::1]/[a]{b}'
        ---
        curl http://[0:0:0:0:0:0:0:1]/
        ---
        curl http://[::0001]/
        ---
        curl http://[FE80::A]/
        ---
        curl http://[1:0:0:2::3]/
        ---
        curl 'http://[::FFFF:1.2.3.4]/'
        ---
        curl 'http://h/a/./b/../c?d=..#e'
        ---
        curl 'http://h/..;/a/...//../.'
        ---
        curl http://h/.
        ---
        curl http://h/a/..
        ---
        curl http://h/../../a
        ---
        curl http://h/..a/.b
        ---
        curl http://h//a///b
        ---
        curl --path-as-is http://h/../a/./b/%2e%2e
        ---
        curl 'http://h/你好?q=你好'
        ---
        curl $'http://h/\x80?\xff'
        ---
        curl 'http://h/%/%zz%C3?%C3%'
        ---
        curl 'http://h/a\b'
        ---
        curl 'http://h/\[a\]\{b\}'
        ---
        curl -g 'http://h/{a,b}[1-3]?{}[]\['
        ---
        curl http://h/?a=1\&b=2
        ---
        curl http://h/a*b?c=[x]d -g
        ---
        curl http://us%20er:p%3aw@h/
        ---
        curl http://us@h/
        ---
        curl http://:pw@h/
        ---
        curl http://@h/
        ---
        curl http://a:b:c@h/
        ---
        curl -u a:b http://h/
        ---
        curl -u : http://h/
        ---
        curl -u 'a;b:c:d' --basic http://h/
        ---
        curl -u ü:ß http://h/
        ---
        curl -u $'\xfc:\xff' http://h/
        ---
        curl -u a:b -H 'Authorization: own' http://h/
        ---
        curl -u a:b -H 'Authorization:' http://h/
        ---
        curl -X DELETE http://h/
        ---
        curl -XPUT -d '' http://h/
        ---
        curl -X '' http://h/
        ---
        curl -X 'A B' http://h/
        ---
        curl -X Grüße http://h/
        ---
        curl -X $'\xfd' http://h/
        ---
        curl -X GET -X POST http://h/
        ---
        curl -I http://h/
        ---
        curl -I -X OPTIONS http://h/
        ---
        curl --head -G -d a=b http://h/
        ---
        curl -A me -e http://there/ -b a=b -b c=d http://h/
        ---
        curl -A '' -e '' -b '' http://h/
        ---
        curl -A Grüße -e 你 -b 'a=ü' -H 'X: ß' http://h/
        ---
        curl -A $'\xfe' -e $'\xfa' -b $'=\xfb' -H $'a: \xff' http://h/
        ---
        curl -A $'a\r\nX: y' -H $'b: c\r\nd: e' http://h/
        ---
        curl -b = -b 'a; b=c;' http://h/
        ---
        curl -b a=b -H 'Cookie: own' http://h/
        ---
        curl -A a -H 'user-agent: own' http://h/
        ---
        curl -e a -H 'Referer;' http://h/
        ---
        curl -H 'Accept:' -H 'X-Empty;' -H 'X-A:  b ' -H 'User-Agent: me' -H nonsense http://h/
        ---
        curl -H 'a;  ' -H 'b ;' -H 'c:;' -H ' d: e' -H ':f' -H ';' -H 'g;h' -H '' -H 'i;;' http://h/
        ---
        curl -H $'a:\t\v\f\r\n' -H $'b:\t.' http://h/
        ---
        curl -H 'X: y' -H 'X: y' -H 'x: z' http://h/
        ---
        curl -H 'Accept;x' http://h/
        ---
        curl -H 'Accept : x' http://h/
        ---
        curl -H 'accept: a' -H 'Accept: b' http://h/
        ---
        curl -H 'Host: elsewhere' -H 'B: c' http://h/
        ---
        curl -H 'host: x' -H 'HOST: y' http://h/
        ---
        curl -H 'B: c' -H 'Host;' http://h/
        ---
        curl -H 'Host:' http://h/
        ---
        curl -H 'host:' http://h/
        ---
        curl -H 'Host:' -H 'Host: y' http://h/
        ---
        curl -H 'Host:  ' http://h/
        ---
        curl -H 'Host:x' http://h/
        ---
        curl -H 'Host : x' http://h/
        ---
        curl -H 'Connection: close' -H 'Content-Length: 0' http://h/
        ---
        curl --compressed http://h/
        ---
        curl --compressed -H 'Accept-Encoding: own' http://h/
        ---
        curl -0 http://h/
        ---
        curl -0 --http1.1 http://h/
        ---
        curl --http1.1 --http1.0 -d x http://h/
        ---
        curl -d a=b http://h/
        ---
        curl -sS -d a=b -d c=d --data-raw @e --data-binary $'f\r\ng' --data-ascii h http://h/
        ---
        curl -da=b http://h/
        ---
        curl -d '' http://h/
        ---
        curl -X GET -d a http://h/
        ---
        curl -d a -H 'Content-Type: text/plain' http://h/
        ---
        curl -d a -H 'Content-Type:' http://h/
        ---
        curl -d a -H 'Content-Type;' http://h/
        ---
        curl -d a -H 'Content-Type: a' -H 'Content-Type: b' http://h/
        ---
        curl -d x -H 'Content-Length: 1' http://h/
        ---
        curl -d x -H 'Content-Length:' http://h/
        ---
        curl -d x -H 'Expect:' http://h/
        ---
        curl -d 你好 http://h/
        ---
        curl -d $'\xff\x01\x7f' http://h/
        ---
        curl -H 'Transfer-Encoding: chunked' -d x http://h/
        ---
        curl -H 'Transfer-Encoding: chunked' -d '' http://h/
        ---
        curl -H 'transfer-encoding:Chunked' -d 0123456789abcdefg http://h/
        ---
        curl -H 'Transfer-Encoding: gzip, chunked' -H 'Content-Length: 3' -d x http://h/
        ---
        curl -H 'Transfer-Encoding: gzip' -H 'Transfer-Encoding: chunked' -d x http://h/
        ---
        curl -H 'Transfer-Encoding:' -d x http://h/
        ---
        curl -H 'Transfer-Encoding;' -d x http://h/
        ---
        curl -H 'Transfer-Encoding: chunked' http://h/
        ---
        curl -I -H 'Transfer-Encoding: chunked' http://h/
        ---
        curl -G -H 'Transfer-Encoding: chunked' -d x http://h/
        ---
        curl --data-urlencode 'name=你 好&~' --data-urlencode 'a=b' --data-urlencode '=c=d' http://h/
        ---
        curl --data-urlencode 'ü=1' --data-urlencode 'ß' http://h/
        ---
        curl --data-urlencode 'a@b=c' --data-urlencode '=@x' --data-urlencode '' http://h/
        ---
        curl --data-urlencode $'\xff=\xfe\r\n+-._~' http://h/
        ---
        curl -G -d a=b --data-urlencode 'c=d é' 'http://h/hello?x=y'
        ---
        curl -G -d a#b http://h/
        ---
        curl -G -d 'a%C3é+' 'http://h/?'
        ---
        curl -G -d a 'http://h/?x&#f'
        ---
        curl -G -d '' http://h/
        ---
        curl -G http://h/
        ---
        curl -G -X POST -d a=b http://h
        ---
        curl --get --json '{}' -H 'Accept: own' http://h/
        ---
        curl --json '{"a": 1}' http://h/
        ---
        curl --json '{' --json '}' -H 'content-type: own' http://h/
        ---
        curl -d a --json b -d c http://h/
        ---
        curl -F a=b -F 'c=d;type=text/plain' -F 'e=你' http://h/
        ---
        curl --form 'a="b"' http://h/
        ---
        curl -F 'a= b ' -F 'g="h;\"i\\j\k"' -F 'x="y" ;type=a/b' http://h/
        ---
        curl -F $'a=\t b\r\n' -F 'b=' -F 'c=""' http://h/
        ---
        curl -F 'a"\b=c; Type=text/x-y.z+w' -F $'\r\n=\xff' http://h/
        ---
        curl -F 'a=c:=d' http://h/
        ---
        curl --form-string 'a=@b;type=c' --form-string 'd= "e" ' http://h/
        ---
        curl -H 'Content-Type: multipart/form-data' -F a=b http://h/
        ---
        curl -H 'content-type:  Multipart/form-data; charset=x' -F a=b http://h/
        ---
        curl -H 'X: y' -X PUT -F a=b -H 'Content-Length: 1' http://h/
        ---
        curl -F a=b -0 http://h/
        ---
        curl -vsSikN#R4 -L -f --raw --no-keepalive --tcp-nodelay http://h/
        ---
        curl -O -c jar --retry 3 --retry-delay 1 --retry-max-time 2 --fail-with-body -o out http://h/file
        ---
        curl -w '%{http_code}\n' -m 9.5 --connect-timeout 5 -D head --stderr err --trace-ascii t --max-redirs 3 http://h/
        ---
        curl -oout http://h/
        ---
        curl -- http://h/
        ---
        curl -d x -- http://h/
        ---
        curl --url http://h/
        ---
        curl http://h/ ;
        ---

          curl http://h/  # a comment; with | everything


        # another
        ---
        curl \
          -d a \
          http://h/ \
          -H 'X: y'
        ---
        curl http://h/ -d 'a
        b' -d "c
        d\
        e" -d $'f
        g'
        ---
        curl 'http://h/api/items?id=7&x=%5B1%5D' \
          -H 'accept: application/json, text/plain, */*' \
          -H 'accept-language: de-DE,de;q=0.9,en;q=0.7' \
          -b 'sid=1; theme=dark' \
          -H 'content-type: application/json' \
          -H 'sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"' \
          -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \
          --data-raw $'{"a":"it\'s\u0021\\n","b":"ü"}' \
          --compressed \
          --insecure
        ---
        curl 'http://h/upload' \
          -H 'Content-Type: multipart/form-data; boundary=----WebKitFormBoundaryAbC' \
          --data-raw $'------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n------WebKitFormBoundaryAbC--\r\n'
        ---
        curl 'http://h/form' --compressed -X POST -H 'User-Agent: Mozilla/5.0 (X11; rv:130.0) Gecko/20100101 Firefox/130.0' -H 'Accept: */*' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Origin: http://h' -H 'Connection: keep-alive' --data-raw 'a=b&c=d'
        ---
        curl 'http://h/search?q=\[x\]' -X 'PUT' --data-binary $'\xfc\x21\u4f60'
        ---
        curl 'http://h/' \
        -X 'POST' \
        -H 'Content-Type: text/plain' \
        -H 'User-Agent: Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15' \
        -H 'Content-Length: 5' \
        --data-binary 'hello'
        ---
        curl http://h/ -d $'\041\0101\x4\x41g\a\b\e\E\f\v\t\"\?\'\\\u20\u00e9\U1F600'
        ---
        curl http://h/ -d $'\ud83d\ude00'
        ---
        curl http://h/ -d 'a'\''b'"c"$'d'e\ f\
        g\"
        ---
        curl http://h/ -d "a\"b\\c\d\$e\`f 5$ g$'h' !"
        ---
        curl http://h/ -d a$ -d '$x' -d a/~c -d }
        ---
        curl http://h/ -d a#b -d x~y -d = -d !
        ---
        \curl http://h/ -d x
        """).Concat(
        [
            "curl http://h/ -d 'a\u2028b\u2029c\u0085d\re\r\nf\fg\vh\u00a0i'",
            "curl http://h/ -d a\u2028b\u0085c\rd\fe\vf",
            "curl http://h/ -d \"a\r\nb\"",
            "curl http://h/ -d $'a\rb'",
            "curl http://h/ \\\n\\\n-d a\n\n",
            "curl\thttp://h/\t-d\t'\t'",
            "curl http://h/ -d '“quoted”' -d \"it’s\" -d \\“",
            "curl http://h/ -d '^' -d \"^\" -d \\^ -d '`' -d '{a,b}' -d '~'",
        ]).ToArray();

    /// <summary>Rejected commands, each with a part of the error message.</summary>
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "wget http://h/", "begins with curl" },
        { "", "begins with curl" },
        { "curl", "has no URL" },
        { "curl http://h/ http://i/", "several URLs" },
        { "curl http://h/ -- -d", "several URLs" },
        { "curl ftp://h/", "is not a URL" },
        { "curl ftp.example/", "is not a URL" },
        { "curl http:/h/", "is not a URL" },
        { "curl //h/", "is not a URL" },
        { "curl ''", "no URL" },
        { "curl http://h:99999/", "is not a URL" },
        { "curl http://h:a/", "is not a URL" },
        { "curl 'http://h/ b'", "is not a URL" },
        { "curl http://a@b@h/", "is not a URL" },
        { "curl http://h%41/", "is not a URL" },
        { "curl http://[::00001]/", "is not a URL" },
        { "curl http://[x::1:y]/", "is not a URL" },
        { "curl $'http://h/\\r\\nX: y'", "is not a URL" },
        { "curl http://bücher.example/", "not ASCII" },
        { "curl http://h/a/%2e%2E/b", "versions" },
        { "curl http://h/.%2e", "versions" },
        { "curl 'http://h/{a,b}'", "several requests" },
        { "curl 'http://h/[1-3]'", "several requests" },
        { "curl 'http://{a,b}/'", "several requests" },
        { "curl 'http://h/]'", "several requests" },
        { "curl http://h/{a,b}", "At \"{\"" },
        { "curl -x http://proxy/ http://h/", "-x is not supported" },
        { "curl -vZ http://h/", "-Z is not supported" },
        { "curl --proxy-user a http://h/", "--proxy-user is not supported" },
        { "curl --data-bin a http://h/", "--data-bin is not supported" },
        { "curl --http2 http://h/", "--http2" },
        { "curl - http://h/", "- is not supported" },
        { "curl -r 0-1 http://h/", "-r is not supported" },
        { "curl -T /etc/passwd http://h/", "-T is not supported" },
        { "curl -K /etc/passwd http://h/", "-K is not supported" },
        { "curl -e 'x;auto' http://h/", ";auto" },
        { "curl http://h/ -d", "-d needs a value" },
        { "curl -m x http://h/", "needs a number" },
        { "curl --retry 1.5 http://h/", "needs a number" },
        { "curl -u me http://h/", "password" },
        { "curl -u a:b http://c:d@h/", "exclude each other" },
        { "curl -d @/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl --data-binary @/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl --data-urlencode a@/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl --json @/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl -F a=@/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl -F 'a=@f;filename=x' http://h/", "would be read" },
        { "curl -F 'a=</etc/passwd' http://h/", "\"</etc/passwd\" would be read" },
        { "curl -H @/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl -w @/etc/passwd http://h/", "\"@/etc/passwd\" would be read" },
        { "curl -b /etc/passwd http://h/", "\"/etc/passwd\" would be read" },
        { "curl -b @a=b http://h/", "\"@a=b\" would be read" },
        { "curl -F a http://h/", "not a part of a form" },
        { "curl -F 'a=b;filename=c' http://h/", "a part of a form can have only" },
        { "curl -F 'a=b;c' http://h/", "a part of a form can have only" },
        { "curl -F 'a=\"b\"c' http://h/", "a part of a form can have only" },
        { "curl -F 'a=\"b' http://h/", "a part of a form can have only" },
        { "curl -F 'a=b;type=text/plain;charset=x' http://h/", "a part of a form can have only" },
        { "curl -F 'a=(' http://h/", "a part of a form can have only" },
        { "curl -F a=b -H 'Content-Type: text/plain' http://h/", "Content-Type" },
        { "curl -F a=b -H 'Content-Type:' http://h/", "Content-Type" },
        { "curl -F a=b -H 'Transfer-Encoding: chunked' http://h/", "Transfer-Encoding" },
        { "curl -d a -F b=c http://h/", "exclude each other" },
        { "curl -I -d a http://h/", "exclude each other" },
        { "curl -I -F a=b http://h/", "exclude each other" },
        { "curl -G -F a=b http://h/", "exclude each other" },
        { "curl -d '' -d a http://h/", "versions" },
        { "curl -O http://h/", "versions" },
        { "curl -0 -H 'Transfer-Encoding: chunked' -d a http://h/", "versions" },
        { "curl -H 'Expect: 100-continue' -d a http://h/", "waits" },
        { "curl -G -d 'a b' http://h/", "is not a URL" },
        { "curl -G -d $'a\\r\\nb' http://h/", "is not a URL" },
        { "curl http://h/ | jq", "At \"|\"" },
        { "curl http://h/ > out", "At \">\"" },
        { "curl http://h/ &", "At \"&\"" },
        { "curl http://h/?a=1&b=2", "At \"&\"" },
        { "curl http://h/ && curl http://i/", "At \"&\"" },
        { "curl http://h/ ; curl http://i/", "At \";\"" },
        { "curl http://h/\n-d x", "another command follows" },
        { "curl http://h/ ;\ncurl http://i/", "At \";\"" },
        { "curl ~/x", "At \"~\"" },
        { "curl http://h/ -d a=~", "At \"~\"" },
        { "curl http://h/ -d $HOME", "At \"$\"" },
        { "curl http://h/ -d \"$HOME\"", "At \"$\"" },
        { "curl http://h/ -d $\"a\"", "At \"$\"" },
        { "curl http://h/ -d `id`", "At \"`\"" },
        { "curl http://h/ -d $\\\nHOME", "At \"$\"" },
        { "curl http://h/ -d \"$\\\nHOME\"", "At \"$\"" },
        { "curl http://h/ -d a=\\\n~", "At \"~\"" },
        { "curl http://h/ -d $'a\\0b'", "\"\\0\"" },
        { "curl http://h/ -d $'a\\x00b'", "\"\\x00\"" },
        { "curl http://h/ -d $'a\\u0000b'", "\"\\u0000\"" },
        { "curl http://h/ -d $'\\400'", "\"\\400\"" },
        { "curl http://h/ -d $'\\x{41}'", "\"\\x\"" },
        { "curl http://h/ -d $'\\cA'", "\"\\c\"" },
        { "curl http://h/ -d a\0b", "NUL" },
        { "curl ^\"http://h/^\" ^\n -d x", "Windows" },
        { "curl \"http://h/\" ^\n -d x", "Windows" },
        { "curl.exe \"http://h/\" `\n -d x", "PowerShell" },
        { "curl “http://h/”", "typographic" },
        { "curl http://h/ –d x", "typographic" },
        { "curl\u00a0http://h/", "typographic" },
        { "curl http://h/ -d ‘a’", "typographic" },
        { "curl http://h/ \\ \n -d x", "not continued" },
        { "curl http://h/ \\\r\n -d x", "not continued" },
        { "curl http://h/ \\ ", "not continued" },
        { "curl http://h/\r\n", "CR LF" },
        { $"curl -b a={new string('x', 5000)} http://h/", "versions" },
    };

    private static string[] Split(string text) => text.Split("\n---\n");
}
