using CsCheck;

namespace SideBySide.Tests.Http;

/// <summary>Generated streams of messages, as text in which each character is a byte.</summary>
internal static class Streams
{
    private static readonly Gen<string> s_token = Gen.String[Gen.Char["abcXYZ019-_!"], 1, 8];
    private static readonly Gen<string> s_value = Gen.String[Gen.Char["ab ,;=\t\"/\u00ff"], 0, 12];
    private static readonly Gen<string> s_ows = Any("", " ", " \t ", "");
    private static readonly Gen<string> s_field = Gen.Select(
        s_token, s_ows, s_value, s_ows, (name, before, value, after) => $"{name}:{before}{value}{after}\r\n");
    private static readonly Gen<string> s_fields = s_field.Array[0, 4].Select(fields => string.Concat(fields));
    private static readonly Gen<string> s_data = Gen.String[Gen.Char["ab\r\n\0\u00ff"], 0, 20];
    private static readonly Gen<string> s_extension = Any("", ";a", ";a=b", " ; a = \"b;\\\"\"");

    private static readonly Gen<string> s_target = Gen.OneOf(
        Gen.String[Gen.Char["abc/.%?=&+"], 0, 12].Select(path => "/" + path),
        Any("*", "http://a:1/b?c", "HTTPS://a", "a:1", "/%E4%BD%A0", "/a/../b"));

    private static readonly Gen<string> s_chunk = Gen.Select(s_data, s_extension, (data, extension) =>
        data.Length == 0 ? "" : $"{data.Length:x}{extension}\r\n{data}\r\n");

    // A framing field and the body that it announces.
    private static readonly Gen<(string Field, string Body)> s_body = Gen.OneOf(
        Gen.Const(("", "")),
        s_data.Select(data => ($"Content-Length: {data.Length}\r\n", data)),
        Gen.Select(s_chunk.Array[0, 3], s_extension, s_fields, (chunks, extension, trailers) =>
            ("Transfer-Encoding: chunked\r\n", $"{string.Concat(chunks)}0{extension}\r\n{trailers}\r\n")));

    private static readonly Gen<string> s_request = Gen.Select(
        Any("", "", "\r\n"), Any("GET", "POST", "OPTIONS", "CONNECT", "x"), s_target, Any("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.9"),
        s_fields, s_body,
        (empty, method, target, version, fields, body) => $"{empty}{method} {target} {version}\r\nHost: a\r\n{fields}{body.Field}\r\n{body.Body}");

    private static readonly Gen<string> s_response = Gen.Select(
        Any("HTTP/1.1", "HTTP/1.0"), Any("100", "200", "200", "204", "304", "404", "101"), Any("", " ", " OK", " Not \u00ff"), s_fields, s_body,
        (version, status, reason, fields, body) => $"{version} {status}{reason}\r\n{fields}{body.Field}\r\n{body.Body}");

    public static Gen<string> Requests { get; } = s_request.Array[0, 4].Select(requests => string.Concat(requests));

    public static Gen<string> Responses { get; } = s_response.Array[0, 4].Select(responses => string.Concat(responses));

    private static Gen<string> Any(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
