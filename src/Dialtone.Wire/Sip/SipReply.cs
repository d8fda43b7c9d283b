using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Sip;

/// <summary>
/// Begins the response to a request with what every response takes over from it (RFC 3261 section 8.2.6.2).
/// </summary>
public static class SipReply
{
    // The longest text of an IPv6 address.
    private const int AddressTextMax = 45;

    /// <summary>
    /// Writes the status line, every Via in order, From, To, Call-ID and CSeq. The caller adds its headers and ends the
    /// message. Nothing is written when the request lacks one of them or has it malformed: it can then not be answered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="writer">Between messages.</param>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The reason phrase.</param>
    /// <param name="toTag">Is added to a To without a tag, but not in a 100; empty adds none.</param>
    /// <param name="fault">Why the request cannot be answered.</param>
    public static bool TryBegin(
        SipMessage request, SipWriter writer, int statusCode, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> toTag,
        out SipFault fault) => TryBegin(request, writer, statusCode, reason, toTag, null, out fault);

    /// <summary>
    /// As the other, and notes in the topmost Via where the request came from: <c>received</c> where its sender asked
    /// with <c>rport</c>, or named another host than it came from; and the value of <c>rport</c> (RFC 3261 section
    /// 18.2.1, RFC 3581 section 4). What stood in the two before is replaced.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="writer">Between messages.</param>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The reason phrase.</param>
    /// <param name="toTag">Is added to a To without a tag, but not in a 100; empty adds none.</param>
    /// <param name="source">The address and port that the request came from; null leaves the Via as it is.</param>
    /// <param name="fault">Why the request cannot be answered.</param>
    public static bool TryBegin(
        SipMessage request, SipWriter writer, int statusCode, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> toTag,
        EndPointAddress? source, out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(writer);
        if (!request.IsRequest)
        {
            throw new ArgumentException("Only a request is answered.", nameof(request));
        }

        if (!request.TryGetTopVia(out _, out fault) || !request.TryGetFrom(out _, out fault)
            || !request.TryGetTo(out var to, out fault) || !request.TryGetCallId(out _, out fault)
            || !request.TryGetCSeq(out _, out fault))
        {
            return false;
        }

        writer.BeginResponse(statusCode, reason);
        WriteVias(request, writer, source);
        Copy(request, writer, SipHeader.From);
        _ = request.TryGetHeader(SipHeader.To, out var toValue);
        writer.BeginHeader(SipHeader.To).AppendRead(toValue);
        if (to.Tag.IsEmpty && !toTag.IsEmpty && statusCode != 100)
        {
            writer.Append(";tag="u8).Append(toTag);
        }

        writer.EndHeader();
        Copy(request, writer, SipHeader.CallId);
        Copy(request, writer, SipHeader.CSeq);
        return true;
    }

    private static void WriteVias(SipMessage request, SipWriter writer, EndPointAddress? source)
    {
        var fields = request.HeaderValues(SipHeader.Via);
        while (fields.MoveNext())
        {
            writer.BeginHeader(SipHeader.Via);
            if (source is { } from)
            {
                AppendTopVia(request, writer, fields.CurrentField, from);
                source = null;
            }
            else
            {
                writer.AppendRead(fields.Current);
            }

            writer.EndHeader();
        }
    }

    /// <summary>
    /// Writes the value of the field that has a request's topmost Via, with where the request came from noted in it:
    /// for a proxy, which does so before it adds its own (RFC 3261 section 18.2.1, RFC 3581 section 4).
    /// </summary>
    /// <param name="request">The request; its topmost Via can be read.</param>
    /// <param name="writer">In the value of a header.</param>
    /// <param name="field">The request's first Via field.</param>
    /// <param name="source">The address and port that the request came from.</param>
    public static void AppendTopVia(
        SipMessage request, SipWriter writer, SipHeaderField field, EndPointAddress source)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(writer);
        _ = request.TryGetTopVia(out var via, out _);
        Span<byte> address = stackalloc byte[AddressTextMax];
        address = address[..Encoding.ASCII.GetBytes(source.Address.ToString(), address)];
        if (!via.HasRPort && via.Received.IsEmpty && via.Host.SequenceEqual(address))
        {
            writer.AppendRead(field.Value);
            return;
        }

        WriteSentBy(writer, via);
        var parameters = via.Parameters;
        while (parameters.TryNext(out var parameter))
        {
            if (!parameter.Is("received"u8) && !parameter.Is("rport"u8))
            {
                WriteParameter(writer, parameter);
            }
        }

        writer.Append(";received="u8).Append(address);
        if (via.HasRPort)
        {
            writer.Append(";rport="u8).Append(source.Port);
        }

        // Hops that stand behind it in the same field.
        var values = request.ListValues(SipHeader.Via);
        _ = values.TryNext(out var top);
        writer.AppendRead(field.Value[(values.Offset - field.ValueOffset + top.Length)..]);
    }

    private static void WriteSentBy(SipWriter writer, SipVia via)
    {
        writer.Append("SIP/2.0/"u8).AppendRead(via.Transport).Append(via.IsIpv6Reference ? " ["u8 : " "u8)
            .AppendRead(via.Host).Append(via.IsIpv6Reference ? "]"u8 : default);
        if (via.Port is { } port)
        {
            writer.Append(":"u8).Append(port);
        }
    }

    private static void WriteParameter(SipWriter writer, SipParameter parameter)
    {
        writer.Append(";"u8).AppendRead(parameter.Name);
        if (parameter.HasValue)
        {
            var quote = parameter.IsQuoted ? "\""u8 : default;
            writer.Append("="u8).Append(quote).AppendRead(parameter.Value).Append(quote);
        }
    }

    private static void Copy(SipMessage request, SipWriter writer, SipHeader header)
    {
        _ = request.TryGetHeader(header, out var value);
        writer.BeginHeader(header).AppendRead(value).EndHeader();
    }
}
