using System.Globalization;
using SideBySide.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Experiments.Yaml;

/// <summary>A place in a file of the catalogue: what stands there, and a way to say what is wrong with it.</summary>
/// <param name="file">The file, as people know it.</param>
/// <param name="node">What stands there.</param>
internal sealed class YamlValue(string file, YamlNode node)
{
    /// <summary>Whether a text or a number stands here.</summary>
    public bool IsText => node is YamlScalarNode;

    /// <summary>The text or number.</summary>
    public string Text => node is YamlScalarNode { Value: { } value } ? value : throw Wrong(Texts.CatalogueText);

    /// <summary>A text of bytes: double quotes would have escapes of their own, with other meanings.</summary>
    public string Bytes => node is YamlScalarNode { Style: not ScalarStyle.DoubleQuoted } ? Text : throw Wrong(Texts.CatalogueQuotes);

    /// <summary>A whole number that is not negative.</summary>
    public int Number => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(Texts.CatalogueNumber(Text));

    /// <summary>A number of milliseconds.</summary>
    public TimeSpan Milliseconds => TimeSpan.FromMilliseconds(Number);

    /// <summary>yes or no.</summary>
    public bool YesOrNo => Text switch { "yes" => true, "no" => false, _ => throw Wrong(Texts.CatalogueYesNo(Text)) };

    /// <summary>Both languages.</summary>
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

    /// <summary>The names of a mapping, and what each stands for.</summary>
    public IEnumerable<(YamlValue Name, YamlValue Value)> Entries => Mapping.Children.Select(entry => (At(entry.Key), At(entry.Value)));

    private YamlMappingNode Mapping => node as YamlMappingNode ?? throw Wrong(Texts.CatalogueMapping);

    /// <summary>What a name stands for; null when it is not there.</summary>
    public YamlValue? Optional(string name) => Mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? At(value) : null;

    /// <summary>What a name stands for.</summary>
    public YamlValue Required(string name) => Optional(name) ?? throw Wrong(Texts.CatalogueMissing(name));

    /// <summary>Checks that no other names are there, so that a slip of the pen is not silently nothing.</summary>
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

    /// <summary>What <paramref name="parse"/> makes of the text; its <see cref="FormatException"/> is told with file and line.</summary>
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

    /// <summary>Says what is wrong here.</summary>
    public CatalogueException Wrong(LocalizedText what, Exception? inner = null) => new(file, node.Start.Line, what, inner);

    private YamlValue At(YamlNode other) => new(file, other);
}
