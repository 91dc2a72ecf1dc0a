using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>Compares the responses with the requests: one for each, in order, and an announced end of the connection.</summary>
/// <param name="requests">The requests.</param>
/// <param name="transport">The responses, and the way the connection ended.</param>
/// <param name="failure">The exception of the connection loop, or null.</param>
/// <param name="maxBody">The default limit of a body.</param>
internal readonly struct AnswersCheck(RequestSequence requests, ScriptedTransport transport, Exception? failure, long maxBody)
{
    public void Verify()
    {
        var responses = new ResponseReader(transport.Sent);
        var (answered, closed) = (0, false);
        while (!responses.AtEnd)
        {
            Require(!closed, "Something follows an answer that said it would be the last.");
            Require(answered < requests.Requests.Count, "There are more answers than requests.");
            var request = requests.Requests[answered];
            if (!ReadAnswer(ref responses, request, out var interim))
            {
                // A client that got 100 (Continue) but sent no body gets no final response.
                var leftAfterContinue = interim && responses.AtEnd && request.Extent == Extent.HeadOnly;
                Require(failure is not null || leftAfterContinue, "The last answer is not whole, and nothing broke.");
                break;
            }

            VerifyAnswer(responses, request);
            closed = responses.SaysClose || request.Extent == Extent.Rejected;
            answered++;
        }

        if (failure is not null)
            RequireReason(answered);
        else if (closed)
            Require(transport.Lingered, "The connection is closed at once, so that a reset may destroy the last answer.");
        else if (!transport.IsDraining)
            RequireAllAnswered(answered, transport.Lingered);
    }

    private static bool ReadAnswer(ref ResponseReader responses, SentRequest request, out bool interim)
    {
        interim = false;
        while (true)
        {
            if (!responses.Next(request.IsHead))
                return false;
            if (responses.Status >= 200)
                return true;
            Require(
                responses.Status == 100 && request.HasHead && request.ExpectsContinue && request.MinorVersion > 0,
                "An interim answer is sent to someone who does not wait for one.");
            Require(!interim, "100 (Continue) is sent twice.");
            interim = true;
            if (responses.AtEnd)
                return false; // the final response is missing
        }
    }

    private void VerifyAnswer(ResponseReader response, SentRequest request)
    {
        Require(request.HasHead && request.MinorVersion > 0 || !response.IsChunked, "Chunks are sent to an HTTP/1.0 client.");
        switch (request.Extent)
        {
            case Extent.Rejected:
                // A body can break a rule after the head of the response; then nothing may follow either.
                Require(request.HasHead || response.SaysClose, "A refusal does not say that the connection ends.");
                Require(request.HasHead || response.Status == RejectionText.For(request.Result.Reason).Status, "The status is not the reason's.");
                return;
            case Extent.PartOfHead:
                Require(response is { SaysClose: true, Status: 408 }, "Half a head is answered.");
                return;
            case Extent.Whole when request.IsEcho && response.Status == 200:
                Require(response.Body.SequenceEqual(request.Content.Of(requests.Contents)), "The echo is not what was sent.");
                break;
        }

        Require(request.IsPersistent || response.SaysClose, "The client asked to close, and the answer does not say so.");
    }

    // A response may be cut if the client broke the connection, or if the body broke a rule after the response had begun.
    private void RequireReason(int answered)
    {
        if (transport.IsBroken)
            return;
        Require(failure is IOException or RequestRejectedException, "Something other than a broken wire ended the connection.");
        Require(answered < requests.Requests.Count, "The connection was cut after all requests had been answered.");
        var request = requests.Requests[answered];
        Require(request.Extent is Extent.Rejected or Extent.HeadOnly || request.Length > maxBody, "The connection was cut in the middle of a good request.");
    }

    // A client that sends complete requests and half-closes gets every response; a server that closes first has announced it.
    private void RequireAllAnswered(int answered, bool closedFirst)
    {
        Require(!closedFirst || requests.Requests[^1].Extent == Extent.HeadOnly, "The connection was closed, and no answer said so.");
        var due = 0;
        foreach (var request in requests.Requests)
            due += request.Extent is Extent.Whole or Extent.Rejected ? 1 : 0;
        Require(answered >= due, "Requests remain without an answer.");
    }
}
