using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SideBySide.Wire;

/// <summary>JSON in which people read, too: Chinese is not escaped. It goes to a terminal or a file, never into a page.</summary>
internal static class ReadableJson
{
    /// <summary>On one line, without nulls.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Indented, without nulls.</summary>
    public static JsonSerializerOptions Brief { get; } = new(Line) { WriteIndented = true };

    /// <summary>Indented.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Brief) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };
}
