using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>What a machine reads: indented JSON in UTF-8, with Chinese as it is.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a terminal or a file, not into a page
    };

    public static Option<bool> Option() => new("--json") { Description = Texts.JsonOption.ToString() };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, s_options);

    public static void Write<T>(TextWriter output, T value) => output.Write(Of(value) + "\n");
}
