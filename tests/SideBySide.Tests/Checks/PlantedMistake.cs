using SideBySide.Experiments.Yaml;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Tests.Checks;

/// <summary>A right server in some language, and mistakes that are planted into it, one at a time. They are files in <c>Mistakes/</c>.</summary>
/// <param name="Language">Its file is <c>LANGUAGE.yaml</c>.</param>
/// <param name="Name">The mistake; <c>none</c> for the right server.</param>
/// <param name="Expected">The check that must be the first to fail, or one of several that show the same mistake; null for none.</param>
/// <param name="Source">The server with the mistake in it.</param>
internal sealed record PlantedMistake(string Language, string Name, IReadOnlyList<string?> Expected, string Source)
{
    private static readonly Dictionary<string, string> s_servers = new()
    {
        ["python"] = "right.py",
        ["javascript"] = "right.js",
        ["c"] = "right.c",
        ["websocket"] = "websocket.py",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedMistake> All { get; } = [.. s_servers.Keys.SelectMany(Of)];

    /// <summary>One of them.</summary>
    public static PlantedMistake Find(string language, string name) => All.Single(mistake => mistake.Language == language && mistake.Name == name);

    /// <summary>The name of the file that it is written to.</summary>
    public string File => s_servers[Language];

    /// <summary>The program that runs or compiles it.</summary>
    public string Tool => Language switch { "python" or "websocket" => "python3", "javascript" => "node", _ => "cc" };

    /// <summary>Puts it into a folder, and compiles it if need be.</summary>
    /// <returns>The command that starts it.</returns>
    public string Prepare(string folder)
    {
        var path = Path.Combine(folder, File);
        System.IO.File.WriteAllText(path, Source);
        if (Language != "c")
            return $"exec {Tool} {path} {{port}}";
        var program = Path.Combine(folder, "server");
        using var compiler = System.Diagnostics.Process.Start("cc", ["-O1", "-w", "-pthread", "-o", program, path]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return $"exec {program} {{port}}";
    }

    private static IEnumerable<PlantedMistake> Of(string language)
    {
        var right = System.IO.File.ReadAllText(Path.Combine(Folder, s_servers[language]));
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
                throw old.Wrong(new("the right server does not contain this", "正确的服务器里没有这段"));
            source = source.Replace(old.Text, planted.Text, StringComparison.Ordinal);
        }

        return source;
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "SideBySide.Tests", "Checks", "Mistakes");
}
