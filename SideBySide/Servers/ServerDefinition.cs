using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Servers;

/// <summary>One server before it is started: its names, its default addresses and its factory.</summary>
/// <param name="Id">A short name that never changes, for the API.</param>
/// <param name="Name">The project's name.</param>
/// <param name="Option">The option for its addresses, for example <c>--raw</c>.</param>
/// <param name="Setting">The configuration key, for example <c>SideBySide:Raw</c>.</param>
/// <param name="DefaultUrls">Its default URLs, separated by <c>;</c>.</param>
/// <param name="Role">Its role in the comparison, in a few words.</param>
/// <param name="Schemes">Its URL schemes; no scheme has a default port here.</param>
/// <param name="Create">Creates its host from its URLs, without starting it; null for the page, which this program serves.</param>
public sealed record ServerDefinition(string Id, string Name, string Option, string Setting, string DefaultUrls, LocalizedText Role,
    IReadOnlyDictionary<string, int?> Schemes, Func<string, Action<IHostApplicationBuilder>, ServerHost>? Create = null)
{
    /// <summary>Whether it is one of the learner's steps.</summary>
    public bool IsStep => StepDefinitions.All.Contains(this);

    /// <summary>Whether it implements HTTP.</summary>
    public bool SpeaksHttp => Schemes.ContainsKey("http");

    /// <summary>The transports of its default URLs.</summary>
    public IEnumerable<Transport> Transports => DefaultUrls.Split(';').Select(url => url.Split(':')[0] switch
    {
        "udp" => Transport.Udp,
        "https" => Transport.Tls,
        _ => Transport.Tcp,
    });
}
