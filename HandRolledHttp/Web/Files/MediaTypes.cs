using System.Collections.Frozen;

namespace HandRolledHttp.Web.Files;

/// <summary>What kind of thing a file is, by the end of its name: the Content-Type of RFC 9110 §8.3.</summary>
/// <remarks>
/// Text says its charset, because a browser that is not told guesses by its user's language. JSON has no such parameter (RFC 8259 §11),
/// and in XML and SVG the document itself says it.
/// </remarks>
public static class MediaTypes
{
    /// <summary>For what is not in the list: bytes of unknown meaning, to be saved rather than shown.</summary>
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
    /// <param name="fileName">A name or path; only what follows its last dot counts, in any case.</param>
    public static string Of(string fileName) => s_byExtension.GetValueOrDefault(Path.GetExtension(fileName), Unknown);
}
