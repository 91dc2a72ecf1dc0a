using System.Runtime.CompilerServices;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection;

/// <summary>
/// Receives the head of the next request. A connection that waits for one holds no buffer; <see cref="ConnectionState"/> limits the wait.
/// </summary>
internal sealed class HeadReceiver(
    ITransport transport, ReceiveBuffer input, SendBuffer output, ResponseWriter response, RequestHeadParser parser, ConnectionState state)
{
    /// <summary>Receives a head; with pipelining it may already be in the buffer.</summary>
    /// <returns>
    /// Complete or Rejected; NeedMore when no more comes: the client has finished sending, or was silent for too long between two requests.
    /// </returns>
    public ValueTask<ParseResult> ReceiveAsync()
    {
        var head = parser.Parse(input.Message);
        return head.Status == ParseStatus.NeedMore ? ReceiveMoreAsync() : ValueTask.FromResult(head);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ParseResult> ReceiveMoreAsync()
    {
        var result = ParseResult.NeedMore;
        state.ExpectRequest();
        while (result.Status == ParseStatus.NeedMore)
        {
            await output.FlushAsync();
            try
            {
                state.BeginReceive(parser.HasBegun);
                if (!parser.HasBegun)
                    await WaitIdleAsync();
                var count = await transport.ReceiveAsync(input.Free());
                if (count == 0)
                    return result;
                input.Received(count);
                result = parser.Parse(input.Message);
            }
            catch (OperationCanceledException) when (state.AllowsLastRequest)
            {
                // The server stops, but a request may already be on the way.
            }
            catch (OperationCanceledException) when (state.Phase == ConnectionPhase.Idle)
            {
                return result;
            }
            catch (OperationCanceledException) when (state.IsOverdue)
            {
                return ParseResult.Rejected(RejectionReason.HeadTimeout, input.Message.Length, 0);
            }
            finally
            {
                state.EndReceive();
            }
        }

        return result;
    }

    private ValueTask WaitIdleAsync()
    {
        var bytes = transport.WaitForBytesAsync();
        if (!bytes.IsCompleted)
        {
            input.Release();
            output.Release();
            response.Release();
        }

        return bytes;
    }
}
