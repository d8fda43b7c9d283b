namespace Dialtone.Wire.Sip;

/// <summary>The values of Contact, over all of its fields, in order.</summary>
public ref struct SipContactReader
{
    private readonly SipLimits _limits;
    private SipListReader _values;

    internal SipContactReader(SipListReader values, SipLimits limits)
    {
        _values = values;
        _limits = limits;
    }

    /// <summary>
    /// What stopped the reading, once <see cref="TryNext"/> has answered false; no fault at the clean end.
    /// </summary>
    public SipFault Fault { get; private set; }

    /// <summary>Reads the next contact; false at the end and at a fault.</summary>
    public bool TryNext(out SipContact contact)
    {
        contact = default;
        if (Fault.IsFault)
        {
            return false;
        }

        if (!_values.TryNext(out var value))
        {
            Fault = _values.Fault;
            return false;
        }

        var good = SipContact.TryRead(value, out contact, out var fault, _values.Offset, _limits);
        Fault = fault;
        return good;
    }
}
