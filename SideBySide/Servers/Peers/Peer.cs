using System.Net;
using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>A server that nobody here wrote, running beside ours.</summary>
/// <param name="Id">A short name that never changes: <c>flask</c>, <c>django</c>, <c>fastapi</c>, <c>nginx</c>.</param>
/// <param name="Name">As its makers write it.</param>
/// <param name="Version">Its version, for example <c>2.2.2</c>.</param>
/// <param name="Server">What reads the bytes, with version. A Python framework leaves that to a server of its own: what an experiment
/// on the wire finds is said of this one.</param>
/// <param name="Address">Where it listens; always on loopback.</param>
public sealed record Peer(string Id, string Name, string Version, string Server, IPEndPoint Address);

/// <summary>A peer that does not run.</summary>
/// <param name="Id">As for one that runs.</param>
/// <param name="Name">As for one that runs.</param>
/// <param name="Reason">What is missing and the command that installs it, or what went wrong; one sentence.</param>
public sealed record MissingPeer(string Id, string Name, LocalizedText Reason);
