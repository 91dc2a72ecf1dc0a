using SideBySide.Experiments.Yaml;
using SideBySide.Wire;

namespace SideBySide.Checks.Clients;

/// <summary>All checks of clients, in the order in which a learner would build one. Each part is a file; its order is the order.</summary>
internal sealed class ClientLadder
{
    private const string NoResponseId = "client-no-response";

    private static readonly Lazy<ClientLadder> s_ladder = new(Read);

    private ClientLadder(IReadOnlyList<ClientCheck> all) => All = all;

    /// <summary>The ladder, read once.</summary>
    /// <exception cref="CatalogueException">A file cannot be used.</exception>
    public static ClientLadder Instance => s_ladder.Value;

    /// <summary>The checks.</summary>
    public IReadOnlyList<ClientCheck> All { get; }

    /// <summary>The ordinary response. Its exchange shows the request, and whether the client prints contents.</summary>
    public ClientCheck Ordinary => All.First(check => check.Response.Count > 0);

    /// <summary>The end without a response. It shows whether the client's exit code reports errors.</summary>
    public ClientCheck NoResponse => All.First(check => check.Item.Id == NoResponseId);

    /// <summary>The checks that a word names.</summary>
    public IReadOnlyList<ClientCheck> Only(string word)
    {
        var exact = All.Any(check => check.Item.Id == word);
        return [.. All.Where(check => exact ? check.Item.Id == word : check.Item.Answers(word))];
    }

    private static ClientLadder Read() => new([.. CheckStep.OfClients.SelectMany(part =>
        new ClientCheckReader(part).Read($"{part.Id}.yaml", LadderReader.TextOf($"{part.Id}.yaml")))]);
}

/// <summary>Reads one part of the ladder for clients.</summary>
/// <param name="part">The part.</param>
internal sealed class ClientCheckReader(CheckStep part)
{
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

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="CatalogueException">The file is invalid; the message names file and line.</exception>
    public IReadOnlyList<ClientCheck> Read(string file, string text) => [.. YamlValue.Parse(file, text).List.Select(Check)];

    private ClientCheck Check(YamlValue value)
    {
        value.Only("id", "level", "title", "rule", "mistake", "cure", "words", "method", "response", "further", "content", "never", "needs",
            "request", "location", "passes", "tolerates", "causes");
        var passes = Outcomes(value, "passes");
        var content = value.Optional("content")?.Text ?? "";
        var item = new CheckItem(
            value.Required("id").Text, part,
            LadderReader.Level(value, part),
            value.Required("title").Both, value.Required("rule").Text, value.Required("mistake").Both, value.Required("cure").Both,
            part.Hint, null, LadderReader.Words(value))
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
