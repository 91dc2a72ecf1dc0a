using System.Globalization;
using SideBySide.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Experiments.Yaml;

/// <summary>A node in a file of the catalogue. It reports mistakes with file and line.</summary>
/// <param name="file">The file's name in messages.</param>
/// <param name="node">The node.</param>
internal sealed class YamlValue(string file, YamlNode node)
{
    /// <summary>The root of a file with one document.</summary>
    /// <exception cref="CatalogueException">The file is not YAML.</exception>
    public static YamlValue Parse(string file, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return new YamlValue(file, yaml.Documents is [var document] ? document.RootNode : new YamlScalarNode());
        }
        catch (YamlException e)
        {
            throw new CatalogueException(file, e.Start.Line, new LocalizedText(e.Message, e.Message), e);
        }
        catch (InvalidOperationException e)
        {
            throw new CatalogueException(file, 1, Texts.CatalogueNotYaml, e); // the library's exception for an unclosed bracket
        }
    }

    /// <summary>Whether the node is a text or a number.</summary>
    public bool IsText => node is YamlScalarNode;

    public string Text => node is YamlScalarNode { Value: { } value } ? value : throw Wrong(Texts.CatalogueText);

    /// <summary>A text of bytes. Double quotes are rejected: YAML would process their escapes.</summary>
    public string Bytes => node is YamlScalarNode { Style: not ScalarStyle.DoubleQuoted } ? Text : throw Wrong(Texts.CatalogueQuotes);

    /// <summary>A non-negative integer.</summary>
    public int Number => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(Texts.CatalogueNumber(Text));

    public TimeSpan Milliseconds => TimeSpan.FromMilliseconds(Number);

    public bool YesOrNo => Text switch { "yes" => true, "no" => false, _ => throw Wrong(Texts.CatalogueYesNo(Text)) };

    /// <summary>A text in both languages.</summary>
    public LocalizedText Both
    {
        get
        {
            Only("en", "zh");
            var text = new LocalizedText(Required("en").Text.Trim(), Required("zh").Text.Trim());
            return text.En.Length > 0 && text.Zh.Length > 0 ? text : throw Wrong(Texts.CatalogueEmpty);
        }
    }

    /// <summary>The entries of a list; a single text is a list of one.</summary>
    public IEnumerable<YamlValue> List => node switch
    {
        YamlSequenceNode list => list.Children.Select(At),
        YamlScalarNode => [this],
        _ => throw Wrong(Texts.CatalogueList),
    };

    /// <summary>The keys and values of a mapping.</summary>
    public IEnumerable<(YamlValue Name, YamlValue Value)> Entries => Mapping.Children.Select(entry => (At(entry.Key), At(entry.Value)));

    private YamlMappingNode Mapping => node as YamlMappingNode ?? throw Wrong(Texts.CatalogueMapping);

    /// <summary>The value of a key; null if the key is missing.</summary>
    public YamlValue? Optional(string name) => Mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? At(value) : null;

    /// <summary>The value of a key.</summary>
    public YamlValue Required(string name) => Optional(name) ?? throw Wrong(Texts.CatalogueMissing(name));

    /// <summary>Rejects all other keys, so that a misspelt key is not ignored.</summary>
    public void Only(params string[] names)
    {
        foreach (var (name, _) in Entries)
        {
            if (!names.Contains(name.Text))
                throw name.Wrong(Texts.CatalogueUnknown(name.Text, string.Join(", ", names)));
        }
    }

    /// <summary>One of a few words.</summary>
    public T OneOf<T>(IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(Text, out var meaning) ? meaning : throw Wrong(Texts.CatalogueUnknown(Text, string.Join(", ", words.Keys)));

    /// <summary>Parses the text; a <see cref="FormatException"/> is reported with file and line.</summary>
    public T Parsed<T>(Func<string, T> parse)
    {
        try
        {
            return parse(Text);
        }
        catch (FormatException e)
        {
            throw Wrong(new LocalizedText(e.Message, e.Message), e);
        }
    }

    /// <summary>A mistake at this node.</summary>
    public CatalogueException Wrong(LocalizedText what, Exception? inner = null) => new(file, node.Start.Line, what, inner);

    private YamlValue At(YamlNode other) => new(file, other);
}
