namespace SideBySide.Checks.Clients;

/// <summary>A step of a scripted response. Each step begins when the client has received what was sent before it.</summary>
internal abstract record ServedStep;

/// <summary>Sends bytes.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Piece">Sends pieces of so many bytes, each after the client has received the one before it; 0 sends all at once.</param>
/// <param name="Times">How often all of it is sent; a client that closes ends it.</param>
internal sealed record ServedBytes(ReadOnlyMemory<byte> Bytes, int Piece, int Times) : ServedStep;

/// <summary>Finishes sending (FIN) and receives until the client closes, too.</summary>
internal sealed record ServedEnd : ServedStep;
