using SideBySide.Language;

namespace SideBySide.Checks.Clients;

/// <summary>What a client made of a response. Its exit code says it, and its standard output where it prints the content.</summary>
internal enum ClientOutcome
{
    /// <summary>It ended with exit code 0, and printed the content if it prints contents.</summary>
    Success,

    /// <summary>It ended with another exit code.</summary>
    Error,

    /// <summary>It ended with exit code 0, and printed something else than the content.</summary>
    OtherContent,

    /// <summary>It waited for more, and was stopped.</summary>
    NoEnd,
}

/// <summary>A property of the requests that a client sent.</summary>
internal enum RequestProperty
{
    /// <summary>The parser accepts it.</summary>
    WellFormed,

    /// <summary>Host names the address of the server.</summary>
    Host,

    /// <summary>The target is the path of the URL.</summary>
    Target,

    /// <summary>It has a User-Agent.</summary>
    UserAgent,

    /// <summary>The second request is for the target that Location names.</summary>
    Follows,

    /// <summary>The client ends a loop of redirects before the server does.</summary>
    EndsLoop,
}

/// <summary>A more exact cause than the check's own, by outcome.</summary>
/// <param name="When">The outcome.</param>
/// <param name="Mistake">The likely mistake, in words of code.</param>
internal sealed record ClientCause(ClientOutcome When, LocalizedText Mistake);

/// <summary>One behaviour of a server, and what a client may do with it. Read from a file of the ladder.</summary>
/// <param name="Item">The check as every report shows it.</param>
internal sealed record ClientCheck(CheckItem Item)
{
    /// <summary>The response; empty when the exchange of the first check shows it, too.</summary>
    public IReadOnlyList<ServedStep> Response { get; init; } = [];

    /// <summary>The response to every further request; empty repeats <see cref="Response"/>.</summary>
    public IReadOnlyList<ServedStep> Further { get; init; } = [];

    /// <summary>Whether the command of <c>--head</c> is started, which sends HEAD.</summary>
    public bool IsHead { get; init; }

    /// <summary>The content of the response, as a client prints it; empty for none.</summary>
    public string Content { get; init; } = "";

    /// <summary>Text that belongs to no content and must not be printed; null for none.</summary>
    public string? Never { get; init; }

    /// <summary>Whether an exit code alone does not show what the client read.</summary>
    public bool NeedsContent { get; init; }

    /// <summary>What the requests must be; null when only the outcome decides.</summary>
    public RequestProperty? Request { get; init; }

    /// <summary>For <see cref="RequestProperty.Follows"/>, the target of the second request.</summary>
    public string? Target { get; init; }

    /// <summary>Outcomes that are right.</summary>
    public IReadOnlyList<ClientOutcome> Passes { get; init; } = [];

    /// <summary>Outcomes that are allowed, against a SHOULD or a known danger.</summary>
    public IReadOnlyList<ClientOutcome> Tolerates { get; init; } = [];

    /// <summary>Causes that are more exact than the check's own.</summary>
    public IReadOnlyList<ClientCause> Causes { get; init; } = [];

    /// <summary>Whether a client must report an error.</summary>
    public bool WantsError => Passes.Contains(ClientOutcome.Error) && !Passes.Contains(ClientOutcome.Success);
}

/// <summary>A step of a scripted response. Each step begins when the client has received what was sent before it.</summary>
internal abstract record ServedStep;

/// <summary>Sends bytes.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Piece">Sends pieces of so many bytes, each after the client has received the one before it; 0 sends all at once.</param>
/// <param name="Times">How often all of it is sent; a client that closes ends it.</param>
internal sealed record ServedBytes(ReadOnlyMemory<byte> Bytes, int Piece, int Times) : ServedStep;

/// <summary>Finishes sending (FIN) and receives until the client closes, too.</summary>
internal sealed record ServedEnd : ServedStep;
