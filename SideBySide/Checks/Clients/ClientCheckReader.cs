using SideBySide.Experiments.Yaml;
using SideBySide.Wire;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Checks.Clients;

/// <summary>Reads one part of the ladder for clients.</summary>
/// <param name="part">The part.</param>
internal sealed class ClientCheckReader(CheckStep part)
{
    private static readonly Dictionary<string, CheckLevel> s_levels = new() { ["must"] = CheckLevel.Must, ["should"] = CheckLevel.Should };

    private static readonly Dictionary<string, ClientOutcome> s_outcomes = new()
    {
        ["success"] = ClientOutcome.Success,
        ["error"] = ClientOutcome.Error,
        ["other-content"] = ClientOutcome.OtherContent,
        ["no-end"] = ClientOutcome.NoEnd,
    };

    private static readonly Dictionary<string, RequestProperty> s_properties = new()
    {
        ["well-formed"] = RequestProperty.WellFormed,
        ["host"] = RequestProperty.Host,
        ["target"] = RequestProperty.Target,
        ["user-agent"] = RequestProperty.UserAgent,
        ["follows"] = RequestProperty.Follows,
        ["ends-loop"] = RequestProperty.EndsLoop,
    };

    private static readonly Dictionary<string, bool> s_content = new() { ["content"] = true };

    private static readonly Dictionary<string, bool> s_methods = new() { ["HEAD"] = true };

    /// <summary>Reads it.</summary>
    /// <param name="file">The file, as people know it.</param>
    /// <param name="text">What stands in it.</param>
    /// <exception cref="CatalogueException">It cannot be used; the message names file and line.</exception>
    public IReadOnlyList<ClientCheck> Read(string file, string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new CatalogueException(file, e.Start.Line, new(e.Message, e.Message), e);
        }

        return [.. new YamlValue(file, yaml.Documents[0].RootNode).List.Select(Check)];
    }

    private ClientCheck Check(YamlValue value)
    {
        value.Only("id", "level", "title", "rule", "mistake", "cure", "words", "method", "response", "further", "content", "never", "needs",
            "request", "location", "passes", "tolerates", "causes");
        var passes = Outcomes(value, "passes");
        var content = value.Optional("content")?.Text ?? "";
        var item = new CheckItem(
            value.Required("id").Text, part,
            value.Optional("level")?.OneOf(s_levels) ?? (part.IsAdvice ? CheckLevel.Should : CheckLevel.Must),
            value.Required("title").Both, value.Required("rule").Text, value.Required("mistake").Both, value.Required("cure").Both,
            part.Hint, null, [.. value.Optional("words")?.List.Select(word => word.Text) ?? []])
        {
            Expected = passes.Length == 0 ? value.Required("title").Both : ClientTexts.Expected(passes, content),
        };
        return new ClientCheck(item)
        {
            IsHead = value.Optional("method")?.OneOf(s_methods) ?? false,
            Response = Steps(value, "response"),
            Further = Steps(value, "further"),
            Content = content,
            Never = value.Optional("never")?.Text,
            NeedsContent = value.Optional("needs")?.OneOf(s_content) ?? false,
            Request = value.Optional("request")?.OneOf(s_properties),
            Target = value.Optional("location")?.Text,
            Passes = passes,
            Tolerates = Outcomes(value, "tolerates"),
            Causes = [.. value.Optional("causes")?.List.Select(Cause) ?? []],
        };
    }

    private static ClientOutcome[] Outcomes(YamlValue value, string name) =>
        value.Optional(name)?.List.Select(outcome => outcome.OneOf(s_outcomes)).ToArray() ?? [];

    private static ServedStep[] Steps(YamlValue value, string name) => value.Optional(name)?.List.Select(Step).ToArray() ?? [];

    // "close" alone, or a mapping that sends.
    private static ServedStep Step(YamlValue value)
    {
        if (value.IsText)
            return value.OneOf(new Dictionary<string, ServedStep> { ["close"] = new ServedEnd() });
        value.Only("send", "piece", "times");
        var bytes = value.Required("send");
        return new ServedBytes(
            bytes.Parsed(_ => EscapedBytes.Parse(bytes.Bytes)), value.Optional("piece")?.Number ?? 0, value.Optional("times")?.Number ?? 1);
    }

    private static ClientCause Cause(YamlValue value)
    {
        value.Only("when", "mistake");
        return new ClientCause(value.Required("when").OneOf(s_outcomes), value.Required("mistake").Both);
    }
}
