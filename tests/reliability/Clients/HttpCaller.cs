namespace Reliability;

/// <summary>
/// Sends requests repeatedly on one connection. It records whether each request was sent completely, when, and whether its response was
/// complete. It ends after a response with <c>Connection: close</c>.
/// </summary>
/// <param name="peer">A new connection.</param>
internal sealed class HttpCaller(Peer peer)
{
    private static readonly string[] s_requests =
    [
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + new string('e', 1000),
        "GET /hello?name=two HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello?name=three HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];

    /// <summary>Requests with a complete response.</summary>
    public int Answered { get; private set; }

    /// <summary>Those of them that only this client may repeat.</summary>
    public int AnsweredPosts { get; private set; }

    /// <summary>Requests that were sent completely and got no complete response.</summary>
    public int Lost { get; private set; }

    /// <summary>When these were sent.</summary>
    public long LostSince { get; private set; }

    /// <summary>Whether a response announced the end of the connection.</summary>
    public bool WasTold { get; private set; }

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync()
    {
        for (var i = 0; !WasTold; i++)
        {
            var request = s_requests[i % s_requests.Length];
            var owed = request.Split("HTTP/1.1\r\n").Length - 1;
            var sent = false;
            try
            {
                await peer.SendAsync(request);
                (sent, LostSince) = (true, TimeProvider.System.GetTimestamp());
                for (; owed > 0 && !WasTold; owed--)
                {
                    await AnswerAsync();
                    Answered++;
                    AnsweredPosts += request.StartsWith("POST ", StringComparison.Ordinal) ? 1 : 0;
                }

                // A response with close promises none after it: a pipelining client repeats its remaining requests (RFC 9112 §9.3.2).
            }
            catch (Exception e) when (e is not TimeoutException)
            {
                Lost += sent ? owed : 0;
                return;
            }
        }
    }

    private async Task AnswerAsync()
    {
        var head = await peer.ReceiveUntilAsync("\r\n\r\n");
        if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidDataException(head);
        const string Length = "Content-Length: ";
        var line = head.Split("\r\n").First(l => l.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        await peer.ReceiveAsync(int.Parse(line[Length.Length..], System.Globalization.CultureInfo.InvariantCulture));
        WasTold = head.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
    }
}
