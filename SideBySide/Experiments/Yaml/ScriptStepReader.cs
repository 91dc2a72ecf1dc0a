using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments.Yaml;

/// <summary>
/// Reads a step: a verb and its arguments. <c>finish</c> alone is short for <c>finish: a</c>. Each step may name its connection with
/// <c>on</c>; the default is <c>a</c>.
/// </summary>
internal static class ScriptStepReader
{
    private const string DefaultConnection = "a";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // A program's verdict depends on its output and exit code, not on its duration.
    private static readonly TimeSpan s_hangGuard = TimeSpan.FromSeconds(120);

    private static readonly Dictionary<string, Destination> s_destinations = new()
    {
        ["server"] = Destination.Server,
        ["nobody"] = Destination.Nobody,
        ["other-loopback"] = Destination.OtherLoopback,
        ["room"] = Destination.Room,
        ["frames"] = Destination.Frames,
    };

    private static readonly Dictionary<string, InspectedProperty> s_inspected = new()
    {
        ["listener"] = InspectedProperty.Listener,
        ["time-wait"] = InspectedProperty.TimeWait,
        ["accepts"] = InspectedProperty.Accepts,
        ["held-back"] = InspectedProperty.HeldBack,
        ["receives"] = InspectedProperty.Receives,
        ["sends"] = InspectedProperty.Sends,
        ["stuck"] = InspectedProperty.Stuck,
        ["utf8"] = InspectedProperty.Utf8,
    };

    private static readonly Dictionary<string, AwaitCondition> s_awaited = new()
    {
        ["answer"] = new(Answers: 1),
        ["end"] = new(End: true),
        ["upgrade"] = new(Upgrade: true),
    };

    private static readonly Dictionary<string, bool> s_systems = new() { ["any"] = false, ["linux"] = true };

    private static readonly Dictionary<string, bool> s_untils = new() { ["exit"] = false, ["idle"] = true };

    private static readonly Dictionary<string, Func<YamlValue, ScriptStep>> s_verbs = new()
    {
        ["connect"] = Connect,
        ["send"] = Send,
        ["pause"] = step => new PauseStep(On(step, "pause"), step.Required("pause").Milliseconds),
        ["advance"] = Advance,
        ["await"] = Await,
        ["program"] = Program,
        ["inspect"] = step => new InspectStep(On(step, "inspect"), step.Required("inspect").OneOf(s_inspected)),
        ["finish"] = step => new FinishStep(Named(step, "finish")),
        ["reset"] = step => new ResetStep(Named(step, "reset")),
        ["close"] = step => new CloseStep(Named(step, "close")),
        ["receive"] = step => new ReceiveStep(Named(step, "receive")),
        ["listen"] = _ => new ListenStep(""),
    };

    private static readonly Dictionary<string, Func<ScriptStep>> s_bare = new()
    {
        ["connect"] = () => new ConnectStep(DefaultConnection, Destination.Server, new ConnectOptions()),
        ["finish"] = () => new FinishStep(DefaultConnection),
        ["reset"] = () => new ResetStep(DefaultConnection),
        ["close"] = () => new CloseStep(DefaultConnection),
        ["receive"] = () => new ReceiveStep(DefaultConnection),
        ["listen"] = () => new ListenStep(""),
    };

    public static ScriptStep Read(YamlValue step)
    {
        if (step.IsText)
            return step.OneOf(s_bare)();
        var verb = step.Entries.Select(entry => entry.Name.Text).FirstOrDefault(s_verbs.ContainsKey)
            ?? throw step.Wrong(Texts.CatalogueVerb(string.Join(", ", s_verbs.Keys)));
        return s_verbs[verb](step);
    }

    private static ConnectStep Connect(YamlValue step)
    {
        step.Only("connect", "to", "no-delay", "receives", "receive-buffer", "send-buffer", "protocols");
        return new ConnectStep(
            step.Required("connect").Text,
            step.Optional("to")?.OneOf(s_destinations) ?? Destination.Server,
            new ConnectOptions(
                step.Optional("no-delay")?.YesOrNo ?? true,
                step.Optional("receives")?.YesOrNo ?? true,
                step.Optional("receive-buffer")?.Number ?? 0,
                step.Optional("send-buffer")?.Number ?? 0,
                step.Optional("protocols")?.List.Select(protocol => protocol.Text).ToArray()));
    }

    private static SendStep Send(YamlValue step)
    {
        step.Only("send", "on", "times", "piece", "pause", "within");
        var text = Bytes(step.Required("send"));
        return new SendStep(
            step.Optional("on")?.Text ?? DefaultConnection,
            text,
            step.Optional("times")?.Number ?? 1,
            step.Optional("piece")?.Number ?? 0,
            step.Optional("pause")?.Milliseconds ?? TimeSpan.Zero,
            step.Optional("within")?.Milliseconds ?? s_patience);
    }

    private static AdvanceStep Advance(YamlValue step)
    {
        step.Only("advance");
        return new AdvanceStep(step.Required("advance").Milliseconds);
    }

    private static AwaitStep Await(YamlValue step)
    {
        step.Only("await", "on", "within", "timer");
        var what = step.Required("await");
        return new AwaitStep(
            step.Optional("on")?.Text ?? DefaultConnection,
            what.IsText ? what.OneOf(s_awaited) : Counted(what),
            step.Optional("within")?.Milliseconds ?? s_patience,
            UntilIdle: !(step.Optional("timer")?.YesOrNo ?? false));
    }

    private static AwaitCondition Counted(YamlValue what)
    {
        what.Only("answers", "bytes", "text", "unread", "frames");
        if (what.Entries.Count() != 1)
            throw what.Wrong(Texts.CatalogueOne("answers, bytes, text, unread, frames"));
        return new AwaitCondition(
            what.Optional("answers")?.Number,
            what.Optional("bytes")?.Number,
            what.Optional("text") is { } text ? Bytes(text) : null,
            what.Optional("unread")?.Number,
            Frames: what.Optional("frames")?.Number);
    }

    private static ProgramStep Program(YamlValue step)
    {
        step.Only("program", "input", "within", "system", "until", "not", "needs");
        return new ProgramStep("",
            [.. step.Required("program").List.Select(word => word.Text)],
            step.Optional("input") is { } input ? Bytes(input) : "",
            step.Optional("within")?.Milliseconds ?? s_hangGuard,
            step.Optional("system")?.OneOf(s_systems) ?? false,
            step.Optional("until")?.OneOf(s_untils) ?? false,
            step.Optional("not")?.Text ?? "",
            [.. step.Optional("needs")?.List.Select(file => file.Text) ?? []]);
    }

    // The text stays unparsed because of placeholders, but a syntax error is reported here.
    private static string Bytes(YamlValue text)
    {
        _ = text.Parsed(bytes => EscapedBytes.Parse(ClientFrame.Fill(bytes)));
        return text.Bytes;
    }

    private static string Named(YamlValue step, string verb)
    {
        step.Only(verb);
        return step.Required(verb).Text;
    }

    private static string On(YamlValue step, string verb)
    {
        step.Only(verb, "on");
        return step.Optional("on")?.Text ?? DefaultConnection;
    }
}
