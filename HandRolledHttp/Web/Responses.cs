using System.Text.Encodings.Web;
using System.Text.Json;
using HandRolledHttp.Connection;

namespace HandRolledHttp.Web;

/// <summary>The common responses, one line each.</summary>
public static class Responses
{
    // The media type is not HTML, so only the characters that JSON forbids are escaped, and the rest stays readable.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Responds with text in UTF-8.</summary>
    public static ValueTask TextAsync(this HttpResponse response, string text)
    {
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text);
    }

    /// <summary>Responds with bytes of a media type.</summary>
    public static ValueTask BytesAsync(this HttpResponse response, string contentType, ReadOnlyMemory<byte> bytes)
    {
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        return response.WriteAsync(bytes);
    }

    /// <summary>Responds with JSON that <paramref name="write"/> writes.</summary>
    public static ValueTask JsonAsync(this HttpResponse response, Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, s_json))
            write(writer);
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(json.ToArray());
    }

    /// <summary>Responds with the content of the request, as it arrives.</summary>
    public static async ValueTask CopyToAsync(this RequestBody body, HttpResponse response)
    {
        while (await body.ReadAsync() is { IsEmpty: false } piece)
            await response.WriteAsync(piece);
    }

    /// <summary>Responds with a status only.</summary>
    public static ValueTask StatusAsync(this HttpResponse response, int status)
    {
        response.Status = status;
        return ValueTask.CompletedTask;
    }
}
