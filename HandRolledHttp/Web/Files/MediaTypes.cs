using System.Collections.Frozen;

namespace HandRolledHttp.Web.Files;

/// <summary>The media type of a file by its extension: the Content-Type of RFC 9110 §8.3.</summary>
/// <remarks>
/// Text has a charset, because otherwise a browser guesses one from its user's language. JSON has no such parameter (RFC 8259 §11), and an
/// XML or SVG document declares its own.
/// </remarks>
public static class MediaTypes
{
    /// <summary>For any other extension: bytes of unknown meaning, to be saved and not shown.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> s_byExtension = new Dictionary<string, string>
    {
        [".avif"] = "image/avif",
        [".css"] = "text/css; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".gif"] = "image/gif",
        [".gz"] = "application/gzip",
        [".htm"] = "text/html; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".md"] = "text/markdown; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "video/mp4",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".webm"] = "video/webm",
        [".webmanifest"] = "application/manifest+json",
        [".webp"] = "image/webp",
        [".woff2"] = "font/woff2",
        [".xml"] = "application/xml",
        [".zip"] = "application/zip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The media type of a file.</summary>
    /// <param name="fileName">A name or path; only the text after its last dot counts, case-insensitive.</param>
    public static string Of(string fileName) => s_byExtension.GetValueOrDefault(Path.GetExtension(fileName), Unknown);
}
