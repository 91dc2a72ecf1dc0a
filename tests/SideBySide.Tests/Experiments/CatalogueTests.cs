using System.Net;
using System.Text.RegularExpressions;
using SideBySide.Experiments;
using SideBySide.Servers;
using Group = SideBySide.Experiments.Group;

namespace SideBySide.Tests.Experiments;

/// <summary>The whole catalogue.</summary>
public sealed partial class CatalogueTests
{
    private static readonly Catalogue s_catalogue = Catalogue.Read(Catalogue.Folder);

    [Fact]
    public void Every_group_has_experiments() =>
        Assert.Empty(Group.All.Where(group => s_catalogue.All.All(experiment => experiment.Group != group)).Select(group => group.Id));

    [Fact]
    public void Chinese_is_Chinese_and_English_is_not()
    {
        var texts = s_catalogue.All.SelectMany(e => new[] { (e.Id, e.Title), (e.Id, Title: e.Explanation), (e.Id, Title: e.Fix) }).ToArray();

        Assert.DoesNotContain(texts, text => Han().IsMatch(Quoted().Replace(text.Title.En, "")));
        Assert.All(texts, text => Assert.Matches(Han(), text.Title.Zh));
    }

    [Fact]
    public void Every_experiment_looks_at_something()
    {
        // The result of a script that neither waits nor inspects would depend on chance.
        Assert.Empty(s_catalogue.All
            .Where(e => !e.Steps.Any(step =>
                step is AwaitStep or InspectStep or ProgramStep or ListenStep or ConnectStep { To: not Destination.Server }))
            .Select(e => e.Id));
    }

    [Fact]
    public void A_server_with_the_echo_of_WebSocket_alone_is_asked_about_nothing_else()
    {
        var target = new TargetServer("ws", "ws", new IPEndPoint(IPAddress.Loopback, 1)) { IsWebSocketOnly = true };
        var asked = s_catalogue.All.Where(experiment => experiment.AppliesTo(target)).ToArray();

        Assert.NotEmpty(asked);
        Assert.All(asked, experiment => Assert.Equal("/ws/echo", experiment.Verdicts!.Needs));
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    // The greeting of the original text may be quoted.
    [GeneratedRegex("[\"“(`][^\"”)`]*[\"”)`]")]
    private static partial Regex Quoted();
}
