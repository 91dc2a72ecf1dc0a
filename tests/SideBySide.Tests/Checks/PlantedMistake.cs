using SideBySide.Experiments.Yaml;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Tests.Checks;

/// <summary>A correct server or client in some language, and mistakes in it, one at a time. They are files in <c>Mistakes/</c>.</summary>
/// <param name="Language">The language; the file is <c>LANGUAGE.yaml</c>.</param>
/// <param name="Name">The mistake; <c>none</c> for the correct program.</param>
/// <param name="Expected">The check that must fail first, or several that show the same mistake; null for none.</param>
/// <param name="Source">The program with the mistake in it.</param>
internal sealed record PlantedMistake(string Language, string Name, IReadOnlyList<string?> Expected, string Source)
{
    private static readonly Dictionary<string, string> s_programs = new()
    {
        ["python"] = "right.py",
        ["javascript"] = "right.js",
        ["c"] = "right.c",
        ["python-client"] = "client.py",
        ["websocket"] = "websocket.py",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedMistake> All { get; } = [.. s_programs.Keys.SelectMany(Of)];

    /// <summary>The name of the source file.</summary>
    public string File => s_programs[Language];

    /// <summary>One of them.</summary>
    public static PlantedMistake Find(string language, string name) => All.Single(mistake => mistake.Language == language && mistake.Name == name);

    /// <summary>Whether it is a client.</summary>
    public bool IsClient => Language.EndsWith("-client", StringComparison.Ordinal);

    /// <summary>The program that runs or compiles it.</summary>
    public string Tool => Language switch { "python" or "python-client" or "websocket" => "python3", "javascript" => "node", _ => "cc" };

    /// <summary>Writes the source into a folder, and compiles it if necessary.</summary>
    /// <returns>The command that starts it.</returns>
    public string Prepare(string folder)
    {
        var path = Path.Combine(folder, File);
        System.IO.File.WriteAllText(path, Source);
        if (Language != "c")
            return $"exec {TestKit.Tool.Require(Tool).Path} {path} {(IsClient ? "{url}" : "{port}")}";
        var program = Path.Combine(folder, "server");
        using var compiler = System.Diagnostics.Process.Start("cc", ["-O1", "-w", "-pthread", "-o", program, path]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return $"exec {program} {{port}}";
    }

    private static IEnumerable<PlantedMistake> Of(string language)
    {
        var right = System.IO.File.ReadAllText(Path.Combine(Folder, s_programs[language]));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(System.IO.File.ReadAllText(Path.Combine(Folder, $"{language}.yaml"))));
        yield return new(language, "none", [null], right);
        foreach (var mistake in new YamlValue($"{language}.yaml", yaml.Documents[0].RootNode).List)
        {
            mistake.Only("name", "expect", "replace", "with");
            yield return new(language, mistake.Required("name").Text, [.. mistake.Required("expect").List.Select(id => id.Text)], Plant(right, mistake));
        }
    }

    private static string Plant(string source, YamlValue mistake)
    {
        foreach (var (old, planted) in mistake.Required("replace").List.Zip(mistake.Required("with").List))
        {
            if (!source.Contains(old.Text, StringComparison.Ordinal))
                throw old.Wrong(new("the right program does not contain this", "正确的程序里没有这段"));
            source = source.Replace(old.Text, planted.Text, StringComparison.Ordinal);
        }

        return source;
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "SideBySide.Tests", "Checks", "Mistakes");
}
