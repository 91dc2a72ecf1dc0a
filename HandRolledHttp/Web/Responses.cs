using System.Text.Encodings.Web;
using System.Text.Json;

namespace HandRolledHttp.Web;

/// <summary>The usual answers, a line each.</summary>
public static class Responses
{
    // The media type says that it is no HTML; so only what JSON itself forbids is escaped, and people can read the rest.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with text in UTF-8.</summary>
    public static ValueTask TextAsync(this HttpResponse response, string text)
    {
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text);
    }

    /// <summary>Answers with bytes of a media type.</summary>
    public static ValueTask BytesAsync(this HttpResponse response, string contentType, ReadOnlyMemory<byte> bytes)
    {
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        return response.WriteAsync(bytes);
    }

    /// <summary>Answers with JSON that <paramref name="write"/> writes.</summary>
    public static ValueTask JsonAsync(this HttpResponse response, Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, s_json))
            write(writer);
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(json.ToArray());
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public static ValueTask StatusAsync(this HttpResponse response, int status)
    {
        response.Status = status;
        return ValueTask.CompletedTask;
    }
}
