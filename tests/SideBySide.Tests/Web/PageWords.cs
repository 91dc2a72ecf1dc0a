using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SideBySide.Tests.Web;

/// <summary>Every words.js of the page as Node reads it, with the modules that use these words.</summary>
public sealed partial class PageWords : IAsyncLifetime
{
    private static readonly string s_root = Path.Combine(Repository.Root, "SideBySide", "wwwroot");

    // The values are functions and texts; only the keys are compared.
    private const string Read = """
        import { readFileSync } from 'node:fs';
        const inside = (value) => Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
        const shape = (value) => (typeof value === 'object' ? inside(value) : typeof value);
        const folders = {};
        for (const path of process.argv.slice(1)) {
          const { words } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(path, 'utf8'))}`);
          folders[path] = shape(words);
        }
        console.log(JSON.stringify(folders));
        """;

    /// <summary>One folder per words.js.</summary>
    internal IReadOnlyList<WordFolder> Folders { get; private set; } = [];

    /// <summary>The words of a folder, for example <c>views/matrix</c>.</summary>
    internal WordFolder this[string name] => Folders.Single(folder => folder.Name == name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var modules = Directory.GetFiles(s_root, "*.js", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.ReadAllText);
        var files = modules.Keys.Where(path => Path.GetFileName(path) == "words.js").Order(StringComparer.Ordinal).ToArray();
        var result = await Tool.Require("node", "nodejs").RunAsync(["--input-type=module", "-e", Read, .. files]);
        Assert.True(result.ExitCode == 0, result.Error);
        var shapes = JsonNode.Parse(result.Text)!.AsObject();
        Folders = [.. files.Select(file => new WordFolder(
            Path.GetRelativePath(s_root, Path.GetDirectoryName(file)!).Replace('\\', '/'),
            shapes[file]!.AsObject(),
            [.. modules.SelectMany(module => Sayings(module.Key, module.Value, file))]))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // How a module uses these words: const say = translator(words), or with another name. index.html also contains the frame's words.
    private static IEnumerable<Saying> Sayings(string path, string text, string file)
    {
        foreach (Match import in Import().Matches(text))
        {
            if (Path.GetFullPath(import.Groups["path"].Value, Path.GetDirectoryName(path)!) != file)
                continue;
            var alias = import.Groups["alias"] is { Success: true } renamed ? renamed.Value : "words";
            foreach (Match translator in Regex.Matches(text, $@"const (\w+) = translator\({alias}\)"))
                yield return new Saying(text, translator.Groups[1].Value);
        }

        if (Path.GetFileName(path) == "language.js")
        {
            var index = File.ReadAllText(Path.Combine(s_root, "index.html"));
            var keys = DataKey().Matches(index).Select(match => $"say('{match.Groups[1].Value}')");
            if (Path.GetDirectoryName(path) == Path.GetDirectoryName(file))
                yield return new Saying(string.Join('\n', keys), "say");
        }
    }

    [GeneratedRegex(@"import \{ words(?: as (?<alias>\w+))? \} from '(?<path>[^']+)'")]
    private static partial Regex Import();

    [GeneratedRegex("data-(?:text|label)=\"([^\"]+)\"")]
    private static partial Regex DataKey();
}

/// <summary>One words.js.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Words">The keys by language; a key's value is the kind of its word, or the keys within.</param>
/// <param name="Sayings">The modules that use them.</param>
internal sealed record WordFolder(string Name, JsonObject Words, IReadOnlyList<Saying> Sayings)
{
    public IEnumerable<string> Keys => Words["en"]!.AsObject().Select(word => word.Key);

    /// <summary>The keys that are literals in a module.</summary>
    public IEnumerable<string> Said => Sayings.SelectMany(saying => saying.Literals).Distinct();

    /// <summary>Whether a word exists in each language; <c>a/b</c> is the word b within the word a.</summary>
    public bool Has(string key) =>
        Words.All(language => key.Split('/').Aggregate(language.Value, (words, part) => (words as JsonObject)?[part]) is not null);

    public string Place(string key) => $"{Name}/words.js: {key}";

    public IEnumerable<string> Within(string key) => Words["en"]![key]!.AsObject().Select(word => word.Key);

    /// <summary>
    /// Whether a module uses a word, or may use it: the key is a text or a property in a module whose calls have variables as keys.
    /// </summary>
    public bool MaySay(string key) =>
        Sayings.Any(saying => saying.Literals.Contains(key) || (saying.SaysVariables && saying.Mentions(key)));
}

/// <summary>A module, and the name of its function for words.</summary>
internal sealed partial record Saying(string Text, string Function)
{
    /// <summary>The literal keys in its calls.</summary>
    public IReadOnlyList<string> Literals =>
        [.. Arguments.SelectMany(argument => Literal().Matches(Keys(argument)).Select(match => match.Groups[1].Value))];

    /// <summary>Whether one of its calls has a computed key.</summary>
    public bool SaysVariables => Arguments.Any(argument => Variable().IsMatch(Literal().Replace(Keys(argument), "")));

    /// <summary>Whether it contains a key as a text or as the name of a property.</summary>
    public bool Mentions(string key) => Regex.IsMatch(Text, $@"'{Regex.Escape(key)}'|(?<=[{{,]\s*)'?{Regex.Escape(key)}'?(?=:)");

    private IEnumerable<string> Arguments =>
        Regex.Matches(Text, $@"(?<![\w.]){Function}\(").Select(call => FirstArgument(Text[(call.Index + call.Length)..]));

    // A condition selects a key, but is not a key.
    private static string Keys(string argument) => argument.Split(" ? ") is [_, var keys] ? keys : argument;

    private static string FirstArgument(string text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '(' or '[' or '{')
                depth++;
            else if (text[at] is ')' or ']' or '}' && --depth < 0)
                return text[..at];
            else if (text[at] == ',' && depth == 0)
                return text[..at];
        }

        return text;
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"[\w`]")]
    private static partial Regex Variable();
}
