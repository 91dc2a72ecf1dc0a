using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>Output for programs: indented JSON in UTF-8, with unescaped Chinese.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // written to a terminal or a file, never to a page
    };

    public static Option<bool> Option() => new("--json") { Description = Texts.JsonOption.ToString() };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, s_options);

    public static void Write<T>(TextWriter output, T value) => output.Write(Of(value) + "\n");
}
