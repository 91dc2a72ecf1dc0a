using System.Net;
using SideBySide.Experiments;
using SideBySide.Experiments.Scripts;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>A script to preview before it is sent.</summary>
/// <param name="Script">The script.</param>
/// <param name="Server">The server whose address replaces the placeholders; HandRolledHttp by default.</param>
internal sealed record ScriptRequest(string? Script, string? Server)
{
    /// <summary>The address that replaces the placeholders.</summary>
    /// <exception cref="PageProblemException">The server is unknown.</exception>
    public IPEndPoint Address(IReadOnlyList<TargetServer> targets) => targets.FirstOrDefault(target => target.Id == (Server ?? ServerDefinitions.HandRolled.Id)) is { } named
        ? (named.Tcp ?? named.Tls ?? named.Udp)!
        : throw new PageProblemException(Texts.NoSuchServer(PageProblem.Shortened(Server), string.Join(", ", targets.Select(target => target.Id))));

    /// <summary>The steps of a script.</summary>
    /// <exception cref="PageProblemException">The script has mistakes: the first is the detail, all are listed with line and
    /// column.</exception>
    public static IReadOnlyList<ScriptStep> Understood(string script)
    {
        var read = ScriptReader.Read(script);
        if (read.Mistakes is [var first, ..])
        {
            throw new PageProblemException(Texts.InLine(first.Line, first.Column, first.What), more: new()
            {
                ["line"] = first.Line,
                ["column"] = first.Column,
                ["mistakes"] = read.Mistakes.Take(20),
            });
        }

        return read.Steps.Count > 0 ? [.. read.Steps.Select(step => step.Step)] : throw new PageProblemException(Texts.EmptyScript);
    }
}
