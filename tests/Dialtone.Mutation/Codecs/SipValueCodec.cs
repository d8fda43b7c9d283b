using Dialtone.Wire.Sip;

namespace Dialtone.Mutation.Codecs;

/// <summary>A header value alone, put before every reader of such values, whichever it was meant for.</summary>
public sealed class SipValueCodec : Codec
{
    // Faults count from where the value stands in its message.
    private const int Offset = 1000;

    /// <inheritdoc/>
    public override string Name => "sip-value";

    /// <inheritdoc/>
    public override int Share => 4;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => SipTokens.All;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 512 + (4L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var span = input.Span;
        var values = new SipValues(Offset + span.Length);
        values.AddVia(SipVia.TryRead(span, out var via, out var fault, Offset), via, fault);
        var lowest = fault;
        values.AddAddress(SipNameAddress.TryRead(span, out var address, out fault, Offset), address, fault);
        lowest = Lower(lowest, fault);
        values.AddContact(SipContact.TryRead(span, out var contact, out fault, Offset), contact, fault);
        lowest = Lower(lowest, fault);
        values.AddCSeq(SipCSeq.TryRead(span, out var cseq, out fault, Offset), cseq, fault);
        lowest = Lower(lowest, fault);
        values.AddPresenceState(PresenceState.TryRead(span, out var state, out fault, Offset), state, fault);
        lowest = Lower(lowest, fault);
        values.AddRegistrationEvent(RegistrationEvent.TryRead(span, out var notice, out fault), notice, fault);
        values.AddUri(span, Offset);
        values.AddParameters(new(span, ';', Offset));
        values.AddParameters(new(span, ',', Offset));
        values.AddAuth(span, Offset);
        return Reading.Accepted(
            values.Hash, lowest.IsFault && lowest.Offset < Offset ? $"{lowest} is before the value" : values.Complaint);
    }

    private static SipFault Lower(SipFault one, SipFault other) =>
        other.IsFault && (!one.IsFault || other.Offset < one.Offset) ? other : one;
}
